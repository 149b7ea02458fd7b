package io.millrace.benchmarks.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.BenchOptions;
import io.millrace.benchmarks.Spread;
import io.millrace.benchmarks.measure.Clock;
import io.millrace.benchmarks.measure.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench kernel}. */
@Command(
        name = "kernel",
        mixinStandardHelpOptions = true,
        description = {
            "Windows scored per second: our kernels, Deeplearning4j, ONNX Runtime and libtorch on the same weights,",
            "beside the speed of a large matrix product (sgemm) measured between them."
        })
public final class KernelCommand implements Callable<Integer> {

    private static final List<Shape> AXES =
            List.of(new Shape(1, 64), new Shape(25, 64), new Shape(5, 32), new Shape(5, 128), new Shape(5, 64));

    @Option(
            names = "--features",
            split = ",",
            description = "Features per row (default: 5, and with 64 units 1 and 25; quick: 5).")
    private List<Integer> features;

    @Option(
            names = "--hidden",
            split = ",",
            description = "Units of the LSTM layers (default: 64, and with 5 features 32 and 128; quick: 64).")
    private List<Integer> hidden;

    @Option(
            names = "--batches",
            split = ",",
            description = "Windows per call (default: 1,32,256,1024; quick: 1,32,256).")
    private List<Integer> batches;

    @Option(
            names = "--threads",
            split = ",",
            description = "Threads, each with its own batch (default: 1,2; quick: 1).")
    private List<Integer> threads;

    @Option(names = "--rounds", description = "Rounds that the medians are taken over (default: 5; quick: 3).")
    private Integer rounds;

    @Option(
            names = "--clock",
            defaultValue = "WALL",
            description =
                    "${COMPLETION-CANDIDATES}: time on the wall, or of the processor on a busy machine (default: WALL).")
    private Clock clock;

    @Mixin
    private BenchOptions bench;

    @Override
    public Integer call() throws Exception {
        Map<Integer, List<Double>> sgemm = new TreeMap<>();
        List<KernelRow> rows = new ArrayList<>();
        long nanos = bench.quick() ? 40_000_000L : 200_000_000L;
        try (var rate = new Rate(clock, nanos)) {
            var measurement = new KernelMeasurement(clock, rate, or(rounds, 3, 5), note -> bench.progress("%s", note));
            for (Shape shape : shapes()) {
                for (int t : or(threads, List.of(1), List.of(1, 2))) {
                    List<KernelRow> measured = measurement.measure(
                            shape.features(),
                            shape.hidden(),
                            or(batches, List.of(1, 32, 256), List.of(1, 32, 256, 1024)),
                            t,
                            sgemm.computeIfAbsent(t, key -> new ArrayList<>()));
                    measured.forEach(this::print);
                    rows.addAll(measured);
                }
            }
        }
        sgemm.forEach((t, speeds) -> bench.line(
                "sgemm, %d thread%s: %.0f GFLOP/s (%.0f … %.0f)",
                t,
                t == 1 ? "" : "s",
                spread(speeds).median(),
                spread(speeds).low(),
                spread(speeds).high()));
        bench.publish("kernel", figures(sgemm, rows));
        return 0;
    }

    private record Shape(int features, int hidden) {}

    /** Those asked for, each with each; else one axis at a time around the usual shape. */
    private List<Shape> shapes() {
        if (features == null && hidden == null && !bench.quick()) {
            return AXES;
        }
        List<Shape> shapes = new ArrayList<>();
        for (int f : features == null ? List.of(5) : features) {
            for (int h : hidden == null ? List.of(64) : hidden) {
                shapes.add(new Shape(f, h));
            }
        }
        return shapes;
    }

    private <T> T or(T given, T quickDefault, T fullDefault) {
        if (given != null) {
            return given;
        }
        return bench.quick() ? quickDefault : fullDefault;
    }

    private void print(KernelRow row) {
        bench.line(
                "%-11s  %2d features  %3d hidden  batch %4d  %d thread%s  %8.0f windows/s (%.0f … %.0f)  %3.0f %% of sgemm",
                row.variant(),
                row.features(),
                row.hidden(),
                row.batch(),
                row.threads(),
                row.threads() == 1 ? " " : "s",
                row.windowsPerSecond().median(),
                row.windowsPerSecond().low(),
                row.windowsPerSecond().high(),
                100 * row.shareOfSgemm().median());
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static ObjectNode figures(Map<Integer, List<Double>> sgemm, List<KernelRow> rows) {
        ObjectNode root = BenchOptions.newObject();
        ObjectNode limit = root.putObject("sgemmGflops");
        sgemm.forEach((t, speeds) -> limit.put(String.valueOf(t), spread(speeds).median()));
        var array = root.putArray("rows");
        for (KernelRow row : rows) {
            array.addObject()
                    .put("variant", row.variant())
                    .put("features", row.features())
                    .put("hidden", row.hidden())
                    .put("batch", row.batch())
                    .put("threads", row.threads())
                    .put("windowsPerSecond", row.windowsPerSecond().median())
                    .put("leastWindowsPerSecond", row.windowsPerSecond().low())
                    .put("mostWindowsPerSecond", row.windowsPerSecond().high())
                    .put("shareOfSgemm", row.shareOfSgemm().median());
        }
        return root;
    }
}
