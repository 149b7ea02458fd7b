package io.millrace.benchmarks.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.BenchOptions;
import io.millrace.benchmarks.Spread;
import io.millrace.benchmarks.TemporaryDirectory;
import io.millrace.benchmarks.scale.MachineMemory;
import io.millrace.benchmarks.traffic.BenchModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench job}. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        description = {
            "The whole job on a real broker: readings per second when there are always more, beside the bare scorer and",
            "the bare engine on the same cores; delay to score and alert at half load; memory of a machine."
        })
public final class JobCommand implements Callable<Integer> {

    private static final int MACHINES_FOR_MEMORY = 20_000;
    private static final int HIDDEN_FOR_MEMORY = 4; // the ring does not know the network

    private static final String SHARE_WITH_SHADOW = "shareWithShadow";

    @Mixin
    private BenchOptions options;

    @Option(names = "--machines", defaultValue = "1000", description = "Machines (default: ${DEFAULT-VALUE}).")
    private int machines;

    @Option(names = "--sensors", split = ",", description = "Sensors of a machine (default: 5,25; quick: 5).")
    private List<Integer> sensors;

    @Option(names = "--backends", split = ",", description = "State: heap, rocksdb (default: both; quick: heap).")
    private List<String> backends;

    @Option(
            names = "--hidden",
            defaultValue = "64",
            description = "Units of the LSTM layers (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(names = "--steps", defaultValue = "60", description = "Steps of a window (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--parallelism", description = "Subtasks (default: one per core).")
    private Integer parallelism;

    @Option(names = "--rounds", description = "Saturated rounds (default: 3; quick: 1).")
    private Integer rounds;

    @Option(names = "--seconds", description = "Measured seconds of a saturated round (default: 10; quick: 5).")
    private Double seconds;

    @Option(
            names = "--shadow",
            description = {
                "Saturated rounds with a shadow of the same size, too, each beside one without:",
                "the share of the readings that is left."
            })
    private boolean shadow;

    @Override
    public Integer call() throws Exception {
        ObjectNode figures = BenchOptions.newObject();
        try (var temporary = new TemporaryDirectory();
                Broker broker = Broker.start(temporary.path())) {
            Path directory = temporary.path();
            // before the job, whose remains on the heap would come and go in between
            ArrayNode memory = memory(directory);
            ArrayNode cases = figures.putArray("cases");
            for (int count : or(sensors, List.of(5), List.of(5, 25))) {
                measure(count, broker, directory, cases);
            }
            summarise(figures, (ObjectNode) cases.get(0));
            figures.set("bytesPerMachine", memory.get(0).get("bytesPerMachine"));
            figures.set("memory", memory);
        }
        print(figures);
        options.publish("job", figures);
        return 0;
    }

    private ArrayNode memory(Path directory) throws Exception {
        ArrayNode memory = BenchOptions.newObject().arrayNode();
        for (int count : or(sensors, List.of(5), List.of(5, 25))) {
            var model = new BenchModel(count, HIDDEN_FOR_MEMORY, steps);
            memory.add(
                    MachineMemory.measure(model, MACHINES_FOR_MEMORY, directory).toJson());
        }
        return memory;
    }

    private void measure(int count, Broker broker, Path directory, ArrayNode cases) throws Exception {
        int tasks = parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism;
        var plan = new JobPlan(
                machines,
                new BenchModel(count, hidden, steps),
                tasks,
                or(rounds, 1, 3),
                or(null, 7.0, 16.0),
                or(seconds, 5.0, 10.0),
                or(null, 6.0, 25.0),
                or(null, 11.0, 45.0));
        var measurement = new JobMeasurement(plan, broker, directory, options);
        // the job first, and alone in its JVM: another job's code would have to be compiled again for it
        List<String> states = or(backends, List.of("heap"), List.of("heap", "rocksdb"));
        List<ObjectNode> measured = new ArrayList<>();
        for (String backend : states) {
            List<SaturatedRound> saturated = measurement.saturated(backend);
            double withScores = measurement.saturatedWithScores(backend);
            ObjectNode node = describe(plan, backend, saturated, measurement.paced(backend, withScores / 2));
            node.put("readingsPerSecondWithScores", withScores);
            if (shadow) {
                addShadow(node, measurement.shadowed(backend));
            }
            measured.add(node);
        }
        double passThrough = measurement.passThroughPerSecond();
        options.progress("%d sensors: the engine alone passes %,.0f readings/s", count, passThrough);
        for (ObjectNode node : measured) {
            node.put("passThroughPerSecond", passThrough);
            cases.add(node);
        }
    }

    private static ObjectNode describe(
            JobPlan plan, String backend, List<SaturatedRound> rounds, JobMeasurement.Paced paced) {
        ObjectNode node = BenchOptions.newObject();
        node.put("sensors", plan.model().sensors());
        node.put("machines", plan.machines());
        node.put("hidden", plan.model().hidden());
        node.put("steps", plan.model().steps());
        node.put("parallelism", plan.parallelism());
        node.put("backend", backend);
        node.set("readingsPerSecond", spread(rounds, SaturatedRound::readingsPerSecond));
        node.set("windowsPerSecond", spread(rounds, SaturatedRound::windowsPerSecond));
        node.set("bareWindowsPerSecond", spread(rounds, round -> round.bare().windowsPerSecond()));
        node.set("shareOfKernel", spread(rounds, SaturatedRound::shareOfBare));
        node.set("cpuSecondsPerMillionReadings", spread(rounds, SaturatedRound::cpuSecondsPerMillion));
        ObjectNode byThread = node.putObject("cpuMicrosPerReading");
        for (String group : rounds.get(0).cpuMicros().keySet()) {
            byThread.set(group, spread(rounds, round -> round.cpuMicros().get(group)));
        }
        node.set("bareCpuMicrosPerWindow", spread(rounds, round -> round.bare().cpuMicros()));
        node.set("kernelShareOfCpu", spread(rounds, SaturatedRound::kernelShareOfCpu));
        node.set("brokerShareOfCores", spread(rounds, SaturatedRound::brokerShare));
        node.put("halfLoadPerSecond", paced.perSecond());
        node.set("readingToScore", paced.toScore().toJson());
        node.set("readingToAlert", paced.toAlert().toJson());
        return node;
    }

    private static void addShadow(ObjectNode node, List<JobMeasurement.Shadowed> rounds) {
        double[] perSecond =
                rounds.stream().mapToDouble(JobMeasurement.Shadowed::perSecond).toArray();
        double[] shares =
                rounds.stream().mapToDouble(JobMeasurement.Shadowed::share).toArray();
        node.set("readingsPerSecondWithShadow", Spread.of(perSecond).toJson());
        node.set(SHARE_WITH_SHADOW, Spread.of(shares).toJson());
    }

    /** The figures of the first case, under the names that scripts look for. */
    private static void summarise(ObjectNode figures, ObjectNode first) {
        figures.set("readingsPerSecond", first.get("readingsPerSecond").get("median"));
        figures.set("windowsPerSecond", first.get("windowsPerSecond").get("median"));
        figures.set("shareOfKernel", first.get("shareOfKernel").get("median"));
        figures.set("p50ScoreMillis", first.get("readingToScore").get("p50Millis"));
        figures.set("p99ScoreMillis", first.get("readingToScore").get("p99Millis"));
    }

    private void print(ObjectNode figures) {
        options.line(
                "%n%-8s %-8s %12s %9s %12s %9s %10s %22s %22s",
                "sensors",
                "state",
                "windows/s",
                "of bare",
                "pass-through",
                "of that",
                "CPU s/M",
                "score p50/p99/p99.9 ms",
                "alert p50/p99/p99.9 ms");
        figures.get("cases")
                .forEach(node -> options.line(
                        "%-8d %-8s %,12.0f %8.0f%% %,12.0f %8.1f%% %10.0f %22s %22s",
                        node.get("sensors").asInt(),
                        node.get("backend").asText(),
                        median(node, "windowsPerSecond"),
                        100 * median(node, "shareOfKernel"),
                        node.get("passThroughPerSecond").asDouble(),
                        100
                                * median(node, "readingsPerSecond")
                                / node.get("passThroughPerSecond").asDouble(),
                        median(node, "cpuSecondsPerMillionReadings"),
                        quantiles(node, "readingToScore"),
                        quantiles(node, "readingToAlert")));
        figures.get("cases").forEach(node -> {
            if (node.has(SHARE_WITH_SHADOW)) {
                options.line(
                        "%-8d %-8s with a shadow of the same size: %,.0f readings/s, %.0f %% of those without",
                        node.get("sensors").asInt(),
                        node.get("backend").asText(),
                        median(node, "readingsPerSecondWithShadow"),
                        100 * median(node, SHARE_WITH_SHADOW));
            }
        });
        figures.get("memory")
                .forEach(node -> options.line(
                        "%-8d heap of a machine: %,.0f bytes, %,d of them the ring, %,.0f all else",
                        node.get("sensors").asInt(),
                        node.get("bytesPerMachine").asDouble(),
                        node.get("ringBytes").asLong(),
                        node.get("bytesBeyondRing").asDouble()));
    }

    private static String quantiles(JsonNode node, String what) {
        var latencies = node.get(what);
        return "%.0f / %.0f / %.0f"
                .formatted(
                        latencies.get("p50Millis").asDouble(),
                        latencies.get("p99Millis").asDouble(),
                        latencies.get("p999Millis").asDouble());
    }

    private static double median(JsonNode node, String what) {
        return node.get(what).get("median").asDouble();
    }

    private static ObjectNode spread(List<SaturatedRound> rounds, ToDoubleFunction<SaturatedRound> figure) {
        return Spread.of(of(rounds, figure)).toJson();
    }

    private static double[] of(List<SaturatedRound> rounds, ToDoubleFunction<SaturatedRound> figure) {
        return rounds.stream().mapToDouble(figure).toArray();
    }

    private <T> T or(T given, T quick, T full) {
        return given != null ? given : options.quick() ? quick : full;
    }
}
