package io.millrace.benchmarks.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.BenchOptions;
import io.millrace.benchmarks.measure.Clock;
import io.millrace.benchmarks.measure.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Windows trained per second, batches of 32: our trainer on one and two threads, libtorch, Deeplearning4j on one",
            "OpenMP thread (tuned) and with its own defaults."
        })
public final class TrainCommand implements Callable<Integer> {

    /** Windows per update. */
    static final int BATCH = 32;

    private static final List<String> QUICK = List.of("fast", "fast-2-threads", "libtorch", "dl4j");
    private static final List<String> ALL = List.of("fast", "fast-2-threads", "libtorch", "dl4j", Dl4jDefaults.NAME);

    @Option(names = "--features", split = ",", description = "Features per row (default: 1,5,25; quick: 5).")
    private List<Integer> features;

    @Option(names = "--hidden", defaultValue = "64", description = "Units of the LSTM layers (default: 64).")
    private int hidden;

    @Option(
            names = "--trainers",
            split = ",",
            description =
                    "Which to measure (default: fast,fast-2-threads,libtorch,dl4j,dl4j-defaults; quick: not the last).")
    private List<String> trainers;

    @Option(names = "--rounds", description = "Rounds that the medians are taken over (default: 7; quick: 3).")
    private Integer rounds;

    @Option(
            names = "--clock",
            defaultValue = "WALL",
            description = {
                "${COMPLETION-CANDIDATES}: time on the wall, or of the processor on a busy machine (default: WALL).",
                "Processor time counts the calling thread alone and says nothing of fast-2-threads."
            })
    private Clock clock;

    @Mixin
    private BenchOptions bench;

    @Override
    public Integer call() throws Exception {
        List<String> chosen = trainers != null ? trainers : bench.quick() ? QUICK : ALL;
        List<String> own =
                chosen.stream().filter(name -> !name.equals(Dl4jDefaults.NAME)).toList();
        int count = rounds != null ? rounds : bench.quick() ? 3 : 7;
        List<TrainRow> rows = new ArrayList<>();
        try (var rate = new Rate(clock, bench.quick() ? 500_000_000L : 2_000_000_000L)) {
            var measurement = new TrainMeasurement(rate, count, note -> bench.progress("%s", note));
            for (int f : features != null ? features : bench.quick() ? List.of(5) : List.of(1, 5, 25)) {
                List<TrainRow> measured = new ArrayList<>(measurement.measure(own, f, hidden));
                if (chosen.contains(Dl4jDefaults.NAME)) {
                    measured.add(Dl4jDefaults.measure(
                            f,
                            hidden,
                            Math.min(count, 3),
                            bench.resultsDirectory().resolve("dl4j-defaults")));
                }
                measured.forEach(this::print);
                rows.addAll(measured);
            }
        }
        bench.publish("train", figures(rows));
        return 0;
    }

    private void print(TrainRow row) {
        bench.line(
                "%-14s  %2d features  %7.0f windows/s (%.0f … %.0f)",
                row.trainer(),
                row.features(),
                row.windowsPerSecond().median(),
                row.windowsPerSecond().low(),
                row.windowsPerSecond().high());
    }

    private static ObjectNode figures(List<TrainRow> rows) {
        ObjectNode root = BenchOptions.newObject();
        var array = root.putArray("rows");
        for (TrainRow row : rows) {
            array.addObject()
                    .put("trainer", row.trainer())
                    .put("features", row.features())
                    .put("windowsPerSecond", row.windowsPerSecond().median())
                    .put("leastWindowsPerSecond", row.windowsPerSecond().low())
                    .put("mostWindowsPerSecond", row.windowsPerSecond().high())
                    .put("rounds", row.windowsPerSecond().runs());
        }
        return root;
    }
}
