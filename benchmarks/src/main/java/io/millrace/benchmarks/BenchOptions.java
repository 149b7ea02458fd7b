package io.millrace.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every benchmark takes, and where its figures go: a mixin of picocli. */
public final class BenchOptions {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--quick", description = "End within a minute: fewer rounds and cases, wider spread.")
    private boolean quick;

    @Option(names = "--json", description = "Print the figures as one JSON object on the last line.")
    private boolean json;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Where the figures are kept for the report; by default target/bench.")
    private Path results;

    public boolean quick() {
        return quick;
    }

    /** The source tree's root, as the launcher says, else the working directory. */
    public static Path home() {
        return Path.of(System.getProperty("millrace.home", ""));
    }

    public Path resultsDirectory() {
        return results == null ? home().resolve("target").resolve("bench") : results;
    }

    public static ObjectNode newObject() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** One line for a person who waits; on standard error, so that results stay alone on standard output. */
    public void progress(String format, Object... arguments) {
        System.err.println(format.formatted(arguments));
    }

    /** One line of the result for a person. */
    public void line(String format, Object... arguments) {
        System.out.println(format.formatted(arguments));
    }

    /**
     * Keeps the figures with the machine they were taken on, and prints them if asked for. Called once, at the end.
     *
     * @param benchmark name of the sub-command
     * @param figures the JSON object of the benchmark
     */
    public void publish(String benchmark, ObjectNode figures) throws IOException {
        ObjectNode kept = figures.deepCopy();
        kept.put("quick", quick);
        kept.set("environment", Environment.describe(home()));
        Path file = resultsDirectory().resolve(benchmark + ".json");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                JSON.copy().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(kept)
                        + System.lineSeparator());
        progress("Figures kept in %s", file);
        if (json) {
            System.out.println(oneLine(figures));
        }
    }

    private static String oneLine(ObjectNode figures) throws JsonProcessingException {
        return JSON.writeValueAsString(figures);
    }
}
