package io.millrace.benchmarks.scale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.BenchOptions;
import io.millrace.benchmarks.Spread;
import io.millrace.benchmarks.TemporaryDirectory;
import io.millrace.benchmarks.traffic.BenchModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench scale}. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = {
            "What a reading costs the two operators of a task as machines, sensors, steps, hidden units and parallelism grow,",
            "with the fitted growth; what a machine costs on the heap and in checkpoints."
        })
public final class ScaleCommand implements Callable<Integer> {

    private static final int TINY = 4; // hidden units where the network does not matter

    @Mixin
    private BenchOptions options;

    @Option(names = "--readings", description = "Readings of a round (default: 20480; quick: 3072).")
    private Integer readings;

    @Option(names = "--rounds", description = "Rounds (default: 3; quick: 2).")
    private Integer rounds;

    @Option(
            names = "--checkpoints",
            split = ",",
            description = "Machines of the checkpoints; 100,000 on RocksDB take five to ten minutes to fill (default:"
                    + " 1000,10000,100000; quick: 1000).")
    private List<Integer> checkpointed;

    @Override
    public Integer call() throws Exception {
        ObjectNode figures = BenchOptions.newObject();
        try (var directory = new TemporaryDirectory()) {
            // first, while the heap holds nothing else
            memory(figures.putArray("memory"), directory.path());
            ownModels(figures.putArray("ownModels"), directory.path());
            growth(figures, directory.path());
            checkpoints(figures.putArray("checkpoints"), directory.path());
        }
        options.publish("scale", figures);
        return 0;
    }

    private Map<String, List<Integer>> axes() {
        Map<String, List<Integer>> axes = new LinkedHashMap<>();
        boolean quick = options.quick();
        axes.put("machines", quick ? List.of(10, 1_000, 10_000) : List.of(10, 100, 1_000, 10_000, 100_000));
        axes.put("sensors", quick ? List.of(1, 5, 25) : List.of(1, 2, 5, 10, 25, 64));
        axes.put("steps", quick ? List.of(30, 60) : List.of(30, 60, 120, 240));
        axes.put("hidden", quick ? List.of(32, 64) : List.of(16, 32, 64, 128));
        axes.put("parallelism", List.of(1, 2));
        return axes;
    }

    private void growth(ObjectNode figures, Path directory) throws Exception {
        var measurement = new GrowthMeasurement(
                directory,
                readings != null ? readings : options.quick() ? 3_072 : 20_480,
                rounds != null ? rounds : options.quick() ? 2 : 3);
        ArrayNode rows = figures.putArray("rows");
        ArrayNode growth = figures.putArray("growth");
        options.line("%-12s %9s %18s %18s", "axis", "value", "CPU µs/reading", "wall µs/reading");
        measurement.measure(GrowthCase.of("machines", GrowthCase.MACHINES)); // compiles
        for (Map.Entry<String, List<Integer>> axis : axes().entrySet()) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (int value : axis.getValue()) {
                GrowthCase size = GrowthCase.of(axis.getKey(), value);
                GrowthMeasurement.Cost cost = measurement.measure(size);
                Spread cpu = Spread.of(cost.cpuMicros());
                Spread wall = Spread.of(cost.wallMicros());
                rows.add(row(size, cpu, wall));
                options.line("%-12s %,9d %18.1f %18.1f", axis.getKey(), value, cpu.median(), wall.median());
                x.add((double) value);
                // what a second task saves is time, not work
                y.add(axis.getKey().equals("parallelism") ? wall.median() : cpu.median());
            }
            growth.add(fit(axis.getKey(), x, y));
        }
        growth.forEach(node -> options.line(
                "%-12s cost ∝ %s^%.2f (R² %.2f), last to first %.2f",
                node.get("axis").asText(),
                node.get("axis").asText(),
                node.get("exponent").asDouble(),
                node.get("determination").asDouble(),
                node.get("lastToFirst").asDouble()));
    }

    private static ObjectNode row(GrowthCase size, Spread cpu, Spread wall) {
        ObjectNode row = BenchOptions.newObject();
        row.put("axis", size.axis());
        row.put("value", size.value());
        row.put("machines", size.machines());
        row.put("sensors", size.sensors());
        row.put("steps", size.steps());
        row.put("hidden", size.hidden());
        row.put("parallelism", size.parallelism());
        row.set("cpuMicrosPerReading", cpu.toJson());
        row.set("wallMicrosPerReading", wall.toJson());
        return row;
    }

    private static ObjectNode fit(String axis, List<Double> x, List<Double> y) {
        PowerLaw law = PowerLaw.fit(
                x.stream().mapToDouble(Double::doubleValue).toArray(),
                y.stream().mapToDouble(Double::doubleValue).toArray());
        ObjectNode node = BenchOptions.newObject();
        node.put("axis", axis);
        node.put("exponent", law.exponent());
        node.put("factor", law.factor());
        node.put("determination", law.determination());
        node.put("lastToFirst", y.get(y.size() - 1) / y.get(0));
        return node;
    }

    private void memory(ArrayNode rows, Path directory) throws Exception {
        for (int sensors : options.quick() ? List.of(5) : List.of(1, 5, 25, 64)) {
            int machines = sensors > 10 ? 5_000 : 20_000;
            MachineMemory memory =
                    MachineMemory.measure(new BenchModel(sensors, TINY, GrowthCase.STEPS), machines, directory);
            rows.add(memory.toJson());
            options.line(
                    "%2d sensors: %,.0f bytes of heap a machine, %,d of them the ring",
                    sensors, memory.machineBytes(), memory.ringBytes());
        }
    }

    /** With 64 hidden units, since these make a model's size. */
    private void ownModels(ArrayNode rows, Path directory) throws Exception {
        for (MachineMemory.Own own :
                MachineMemory.Own.values()) { // the largest last, once: its garbage would count for the next
            for (int sensors :
                    options.quick() || own == MachineMemory.Own.ALL_LAYERS ? List.of(5) : List.of(1, 5, 25)) {
                boolean large = own == MachineMemory.Own.ALL_LAYERS;
                MachineMemory memory = MachineMemory.measure(
                        new BenchModel(sensors, 64, GrowthCase.STEPS),
                        large ? 300 : 1_000,
                        options.quick() ? 300 : large ? 600 : 4_000,
                        own,
                        directory);
                rows.add(memory.toJson());
                options.line(
                        "%2d sensors, own %-12s: %,.0f bytes of heap a machine",
                        sensors, own.name().toLowerCase(Locale.ROOT).replace('_', ' '), memory.machineBytes());
            }
        }
    }

    private void checkpoints(ArrayNode rows, Path directory) throws Exception {
        List<Integer> usual = options.quick() ? List.of(1_000) : List.of(1_000, 10_000, 100_000);
        for (int machines : checkpointed == null ? usual : checkpointed) {
            for (MachineTask.Backend backend : MachineTask.Backend.values()) {
                ObjectNode row = CheckpointMeasurement.measure(
                        machines, new BenchModel(GrowthCase.SENSORS, TINY, GrowthCase.STEPS), backend, directory);
                rows.add(row);
                options.line(
                        "%,8d machines, %-8s checkpoint %,.1f MB in %,.0f ms, the next %,.1f MB in %,.0f ms",
                        machines,
                        row.get("backend").asText(),
                        row.get("fullBytes").asDouble() / 1e6,
                        row.get("fullMillis").asDouble(),
                        row.get("nextBytes").get("median").asDouble() / 1e6,
                        row.get("nextMillis").get("median").asDouble());
            }
        }
    }
}
