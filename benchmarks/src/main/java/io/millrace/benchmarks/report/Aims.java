package io.millrace.benchmarks.report;

import static io.millrace.benchmarks.report.Results.best;
import static io.millrace.benchmarks.report.Results.variant;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What was aimed for beside what was measured. A figure that was not measured is left out. */
final class Aims {

    private static final String WINDOWS = "windowsPerSecond";
    private static final int FEATURES = 5;

    private final List<List<String>> rows = new ArrayList<>();

    static List<List<String>> of(Results results) {
        var aims = new Aims();
        results.of("kernel").ifPresent(aims::kernel);
        results.of("train").ifPresent(aims::train);
        results.of("job").ifPresent(aims::job);
        results.of("scale").ifPresent(aims::scale);
        return aims.rows;
    }

    private void kernel(JsonNode kernel) {
        double ours = best(kernel, variant("simd", FEATURES), WINDOWS);
        atLeast(
                "kernel against ONNX Runtime, best batches",
                2.0,
                ours / best(kernel, variant("onnxruntime", FEATURES), WINDOWS));
        atLeast(
                "kernel against libtorch, best batches",
                1.5,
                ours / best(kernel, variant("libtorch", FEATURES), WINDOWS));
        for (int batch : new int[] {32, 1}) {
            Predicate<JsonNode> same = row -> row.get("batch").asInt() == batch;
            atLeast(
                    "… at batch " + batch,
                    1.0,
                    best(kernel, variant("simd", FEATURES).and(same), WINDOWS)
                            / best(kernel, variant("libtorch", FEATURES).and(same), WINDOWS));
        }
        atLeast(
                "kernel against Deeplearning4j's output(), best batches",
                15,
                ours / best(kernel, variant("dl4j", FEATURES), WINDOWS));
        share("kernel, share of the sgemm limit", 0.55, best(kernel, variant("simd", FEATURES), "shareOfSgemm"));
    }

    private void train(JsonNode train) {
        double ours = best(train, trainer("fast"), WINDOWS);
        atLeast("training against Deeplearning4j, tuned", 15, ours / best(train, trainer("dl4j"), WINDOWS));
        atLeast("training against PyTorch's library", 1.0, ours / best(train, trainer("libtorch"), WINDOWS));
    }

    private static Predicate<JsonNode> trainer(String name) {
        return row ->
                row.get("trainer").asText().equals(name) && row.get("features").asInt() == FEATURES;
    }

    private void job(JsonNode job) {
        share(
                "job saturated, share of the bare scorer",
                0.75,
                job.get("shareOfKernel").asDouble());
        atMost(
                "reading → score p99 at half load, heap, ms",
                150,
                job.get("p99ScoreMillis").asDouble());
        atMost(
                "heap bytes of a machine beyond the ring, "
                        + job.get("memory").get(0).get("sensors").asInt() + " sensors",
                600,
                job.get("memory").get(0).get("bytesBeyondRing").asDouble());
    }

    private void scale(JsonNode scale) {
        Predicate<JsonNode> machines = row -> row.get("axis").asText().equals("machines");
        double few = cost(scale, machines.and(row -> row.get("value").asInt() == 1_000));
        double many = cost(scale, machines.and(row -> row.get("value").asInt() == 100_000));
        atMost("cost of a reading, 100,000 machines against 1,000", 1.3, many / few);
    }

    private static double cost(JsonNode scale, Predicate<JsonNode> size) {
        return Results.rows(scale, "rows")
                .filter(size)
                .mapToDouble(row -> Numbers.median(row, "cpuMicrosPerReading"))
                .findFirst()
                .orElse(Double.NaN);
    }

    private void atLeast(String what, double aim, double ratio) {
        add(what, "≥ " + Numbers.times(aim), Numbers.times(ratio), ratio, ratio >= aim);
    }

    private void share(String what, double aim, double share) {
        add(what, "≥ " + Numbers.percent(aim), Numbers.percent(share), share, share >= aim);
    }

    private void atMost(String what, double aim, double figure) {
        add(what, "≤ " + Numbers.number(aim), Numbers.number(figure), figure, figure <= aim);
    }

    private void add(String what, String aim, String measured, double figure, boolean reached) {
        if (!Double.isNaN(figure)) {
            rows.add(List.of(what, aim, measured, reached ? "reached" : "missed"));
        }
    }
}
