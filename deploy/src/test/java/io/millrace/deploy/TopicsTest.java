package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.job.config.JobConfig;
import io.millrace.job.config.TopicsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topics are written down once, in {@code topics/topics.csv}; whatever else names them agrees. */
class TopicsTest {

    private static final Path TABLE = Project.DEPLOY.resolve("topics/topics.csv");

    @TempDir
    Path directory;

    private record Topic(String name, int partitions, Map<String, String> config) {}

    private static List<Topic> table() throws IOException {
        List<String> lines = Files.readAllLines(TABLE);
        String[] header = lines.get(0).split(";");
        List<Topic> topics = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(";");
            assertThat(cells).hasSameSizeAs(header);
            topics.add(new Topic(
                    cells[0],
                    Integer.parseInt(cells[1]),
                    Map.of(header[2], cells[2], header[3], cells[3], header[4], cells[4])));
        }
        return topics;
    }

    @Test
    void areThoseOfTheContractAndOfTheJob() throws IOException {
        List<String> names = table().stream().map(Topic::name).toList();
        JsonNode contract = Project.document(Project.ROOT.resolve("schemas/src/main/resources/asyncapi.yaml"));
        List<String> channels = new ArrayList<>();
        contract.path("channels")
                .forEach(channel -> channels.add(channel.path("address").asText()));
        TopicsConfig job =
                JobConfig.of(Map.of("kafka.bootstrap-servers", "kafka:9092")).topics();

        assertThat(names).containsExactlyInAnyOrderElementsOf(channels);
        assertThat(names)
                .contains(
                        job.readings(),
                        job.models(),
                        job.alerts(),
                        job.scores(),
                        job.readingsRejected(),
                        job.modelStatus());
    }

    @Test
    void modelsAreKeptForEver() throws IOException {
        Topic models = table().stream()
                .filter(topic -> topic.name().equals("models"))
                .findFirst()
                .orElseThrow();
        assertThat(models.config()).containsEntry("cleanup.policy", "compact").containsEntry("retention.ms", "-1");
    }

    @Test
    void strimzisAreTheSame() throws IOException {
        List<Topic> resources = new ArrayList<>();
        for (JsonNode resource :
                Project.documents(Project.text(Project.DEPLOY.resolve("kubernetes/base/topics.yaml")))) {
            assertThat(resource.path("kind").asText()).isEqualTo("KafkaTopic");
            JsonNode config = resource.path("spec").path("config");
            assertThat(config.path("min.insync.replicas").asInt())
                    .isLessThan(resource.path("spec").path("replicas").asInt());
            resources.add(new Topic(
                    resource.path("metadata").path("name").asText(),
                    resource.path("spec").path("partitions").asInt(),
                    Map.of(
                            "cleanup.policy", config.path("cleanup.policy").asText(),
                            "retention.ms", config.path("retention.ms").asText(),
                            "max.message.bytes",
                                    config.path("max.message.bytes").asText())));
        }
        assertThat(resources).isEqualTo(table());
    }

    /** The script runs, with a stand-in for Kafka's tool that writes down how it was called. */
    @Test
    void scriptCreatesEveryOne() throws IOException, InterruptedException {
        Path tool = Files.writeString(
                directory.resolve("kafka-topics"), "#!/bin/sh\necho \"$@\" >> " + directory + "/calls\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        var builder = new ProcessBuilder("bash", "topics/create.sh", "kafka:9092", "1").redirectErrorStream(true);
        builder.environment().put("KAFKA_TOPICS", tool.toString());
        Process script = builder.start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(script.waitFor()).as(said).isZero();
        List<String> calls = Files.readAllLines(directory.resolve("calls"));
        assertThat(calls).hasSameSizeAs(table());
        assertThat(calls.get(1))
                .isEqualTo("--bootstrap-server kafka:9092 --create --if-not-exists --topic models --partitions 1"
                        + " --replication-factor 1 --config cleanup.policy=compact --config retention.ms=-1"
                        + " --config max.message.bytes=16777216");
    }
}
