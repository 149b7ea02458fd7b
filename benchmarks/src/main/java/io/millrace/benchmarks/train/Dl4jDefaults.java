package io.millrace.benchmarks.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.Benchmarks;
import io.millrace.benchmarks.Spread;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Deeplearning4j with as many OpenMP threads as it takes by itself: read from the environment at its start, so in a process of its own. */
final class Dl4jDefaults {

    static final String NAME = "dl4j-defaults";

    private Dl4jDefaults() {}

    static TrainRow measure(int features, int hidden, int rounds, Path results)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Benchmarks.class.getName()));
        command.addAll(List.of("train", "--json", "--trainers", "dl4j"));
        command.addAll(List.of("--results", results.toString()));
        command.addAll(List.of("--features", "" + features, "--hidden", "" + hidden, "--rounds", "" + rounds));
        var builder = new ProcessBuilder(command);
        builder.environment().remove("OMP_NUM_THREADS");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException("Deeplearning4j in a process of its own ended with status " + status);
        }
        String last = printed.strip().lines().reduce((before, line) -> line).orElse("");
        JsonNode row = new ObjectMapper().readTree(last).path("rows").path(0);
        return new TrainRow(
                NAME,
                features,
                new Spread(
                        row.path("windowsPerSecond").asDouble(),
                        row.path("leastWindowsPerSecond").asDouble(),
                        row.path("mostWindowsPerSecond").asDouble(),
                        row.path("rounds").asInt()));
    }
}
