package io.millrace.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The figures that a directory holds.
 *
 * @param byBenchmark in the order of the report
 */
record Results(Map<String, JsonNode> byBenchmark) {

    static final List<String> BENCHMARKS = List.of("kernel", "job", "scale", "peers", "train");

    static Results read(Path directory) throws IOException {
        var mapper = new ObjectMapper();
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (String benchmark : BENCHMARKS) {
            Path file = directory.resolve(benchmark + ".json");
            if (Files.exists(file)) {
                found.put(benchmark, mapper.readTree(Files.readAllBytes(file)));
            }
        }
        return new Results(found);
    }

    Optional<JsonNode> of(String benchmark) {
        return Optional.ofNullable(byBenchmark.get(benchmark));
    }

    static Stream<JsonNode> rows(JsonNode figures, String name) {
        return StreamSupport.stream(figures.path(name).spliterator(), false);
    }

    /** Rows of a kernel's variant with 64 hidden units and one thread. */
    static Predicate<JsonNode> variant(String name, int features) {
        return row -> row.get("variant").asText().equals(name)
                && row.get("features").asInt() == features
                && row.get("hidden").asInt() == 64
                && row.get("threads").asInt() == 1;
    }

    /** Largest value of a figure among the rows that count; NaN when none does. */
    static double best(JsonNode figures, Predicate<JsonNode> counts, String figure) {
        return rows(figures, "rows")
                .filter(counts)
                .mapToDouble(row -> row.get(figure).asDouble())
                .max()
                .orElse(Double.NaN);
    }
}
