package io.millrace.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Millrace;
import io.millrace.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job's life on a cluster of real processes, verb by verb. Runs once the job's jar is built. */
@Timeout(600)
class ClusterVerbsCheck {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @AfterEach
    void nothingRunsOn() {
        run("down");
    }

    @Test
    void aJobLivesFromUpToDown() throws Exception {
        assertThat(run("status")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains("no cluster runs in " + directory, "cluster up");
        assertThat(run("up", "--port", "0")).as(err()).isEqualTo(ExitCode.OK);

        assertThat(run("up", "--port", "0")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains("runs in " + directory + " already");
        assertThat(run("status")).as("no job runs").isEqualTo(ExitCode.FAILURE);
        assertThat(run("submit", "--set", "parallelism.defualt=2")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains("did you mean parallelism.default?");
        assertThat(run("submit", "--parallelism", "3")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains("wants 3 slots", "has 2");

        assertThat(run("submit", "--json")).as(err()).isEqualTo(ExitCode.OK);
        String first = json().get("job").asText();

        assertThat(run("rescale", "--parallelism", "2", "--json")).as(err()).isEqualTo(ExitCode.OK);
        String rescaled = json().get("job").asText();
        assertThat(rescaled).isNotEqualTo(first);
        assertThat(onlyJob().get("parallelism").asInt()).isEqualTo(2);

        assertThat(run("upgrade", "--set", "parallelism.max=64")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains("128 key groups", "untouched");
        assertThat(onlyJob().get("id").asText()).isEqualTo(rescaled);

        assertThat(run("upgrade", "--jar", otherJob().toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains("does not restore", "state for operator", "runs as before");
        JsonNode back = onlyJob();
        assertThat(back.get("allSubtasksRun").asBoolean()).isTrue();
        assertThat(back.get("restoredFrom").asText()).contains("savepoint");

        assertThat(run("upgrade", "--set", "scores.output=all", "--json"))
                .as(err())
                .isEqualTo(ExitCode.OK);
        assertThat(onlyJob().get("id").asText()).isEqualTo(json().get("job").asText());
        assertThat(run("savepoint", "--stop")).as(err()).isEqualTo(ExitCode.OK);
        assertThat(out()).contains(directory.resolve("savepoints").toString());

        assertThat(run("down", "--json")).isEqualTo(ExitCode.OK);
        assertThat(json().get("ended"))
                .extracting(JsonNode::asText)
                .containsExactly("task-manager-1", "job-manager", "broker");
        assertThat(run("down")).isEqualTo(ExitCode.BAD_INPUT);
    }

    private JsonNode onlyJob() throws IOException {
        byte[] said = out.toByteArray();
        assertThat(run("status", "--json")).as(out() + err()).isEqualTo(ExitCode.OK);
        JsonNode jobs = json().get("jobs");
        assertThat(jobs).hasSize(1);
        out.reset();
        out.write(said);
        return jobs.get(0);
    }

    private Path otherJob() throws IOException {
        Path jar = directory.resolve("other.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, OtherJob.class.getName());
        String entry = OtherJob.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = OtherJob.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
        return jar;
    }

    private int run(String verb, String... arguments) {
        out.reset();
        err.reset();
        List<String> line = new ArrayList<>(List.of("cluster", verb, "--directory", directory.toString()));
        line.addAll(List.of(arguments));
        return Millrace.run(Terminal.plain(print(out), print(err)), line.toArray(String[]::new));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() throws IOException {
        String[] lines = out().strip().split("\n");
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }
}
