package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.local.LocalBroker;
import io.millrace.cli.local.LocalJob;
import io.millrace.cli.local.TopicTail;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.WindowScore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model is a shadow first, is reported on, and then promoted: by command, on a real broker, with a job of two tasks. */
@Timeout(900)
class ShadowITCase {

    private static final int STEPS = 8; // of a window
    private static final int MACHINES = 4;
    private static final int ROWS = 30; // of each machine
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private final TestingCommand command = new TestingCommand();
    private final Queue<WindowScore> scores = new ConcurrentLinkedQueue<>();
    private long clock = System.currentTimeMillis();
    private JobConfig config;
    private String brokers;

    @Test
    void aModelIsAShadowFirstAndThenPromoted() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        TestingCommand.waves(data.resolve("a.csv"), 0);
        for (int version = 1; version <= 3; version++) {
            String training = "train " + data + " -o " + model(version) + " --model-id waves --model-version " + version
                    + " --seed " + version + TestingCommand.QUICK;
            assertThat(command.run(training)).as(command.err()).isEqualTo(ExitCode.OK);
        }
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap-servers", "none:1",
                "job.name", "line-4",
                "checkpoint.interval", "2 s",
                "ordering.out-of-orderness", "0 ms",
                "scores.output", "all"));
        try (LocalBroker broker = LocalBroker.start(JobConfig.of(settings).topics(), 2)) {
            settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
            config = JobConfig.of(settings);
            brokers = " --brokers " + broker.bootstrapServers();
            try (LocalJob job = LocalJob.start(config, 2);
                    TopicTail tail = TopicTail.start(
                            broker.bootstrapServers(), config.topics().scores(), WindowScore.class, scores::add)) {
                run("release " + model(1) + " --pattern m-*", "accepted waves version 1");
                run(
                        "release " + model(2) + " --shadow",
                        "shadow report waves version 2 by job line-4",
                        "beside version 1");
                assertThat(command.run("release " + model(2) + " --shadow" + brokers))
                        .isEqualTo(ExitCode.OK);
                assertThat(command.err()).contains("not sent again");

                int windows = MACHINES * (ROWS - STEPS + 1);
                send(ROWS);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(lastWord().get("reason").asText())
                                .matches("[1-9]\\d* windows in .*beside version 1: agrees on .*"));
                assertThat(lastWord().get("reason").asText()).contains("alerts per machine-hour", "99th percentile");
                assertThat(lastWord().get("status").asText()).isEqualTo("SHADOW_REPORT");
                assertThat(lastWord().get("servingVersion").asLong()).isEqualTo(1);
                await().atMost(PATIENCE).until(() -> scores.size() == windows);
                assertThat(scores).allMatch(score -> score.getModelVersion() == 1);
                assertThat(command.run("models" + brokers)).isEqualTo(ExitCode.OK);
                assertThat(command.out()).containsPattern("waves version 2 is a shadow in job line-4: \\d+ windows");

                run("promote waves", "promoted waves version 2", "serves machines m-*");
                await().atMost(PATIENCE)
                        .until(
                                () -> { // one task answers, the other may take it in later
                                    send(1);
                                    return scores.stream()
                                                    .filter(score -> score.getModelVersion() == 2)
                                                    .map(WindowScore::getMachineId)
                                                    .distinct()
                                                    .count()
                                            == MACHINES;
                                });

                run("release " + model(3) + " --shadow", "beside version 2");
                run("release --withdraw waves", "retired waves version 3", "it was withdrawn", "version 2 serves on");
                assertThat(command.run("release --withdraw waves" + brokers)).isEqualTo(ExitCode.BAD_INPUT);
                assertThat(command.err()).contains("without a shadow");
                assertThat(command.run("release " + model(1) + " --shadow" + brokers))
                        .isEqualTo(ExitCode.BAD_INPUT);
                assertThat(command.err()).contains("version 2 of model waves has been released", "--model-version 3");
                job.throwIfFailed();
                tail.throwIfFailed();
            }
        }
    }

    private Path model(int version) {
        return directory.resolve("waves-" + version + ".model");
    }

    private void run(String line, String... words) {
        assertThat(command.run(line + brokers))
                .as(command.err() + command.out())
                .isEqualTo(ExitCode.OK);
        assertThat(command.out()).contains(words);
    }

    private JsonNode lastWord() throws Exception {
        assertThat(command.run("models --json" + brokers)).isEqualTo(ExitCode.OK);
        return command.json().at("/status/0");
    }

    /** As many readings of each machine. */
    private void send(int rows) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", config.kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int row = 0; row < rows; row++) {
                clock += 1_000;
                for (int machine = 0; machine < MACHINES; machine++) {
                    String reading = "{\"machineId\":\"m-%d\",\"timestampMillis\":%d,\"values\":{\"a\":%s,\"b\":%s}}"
                            .formatted(machine, clock, Math.sin(machine + clock / 4e3), Math.cos(clock / 3e3));
                    producer.send(new ProducerRecord<>(
                                    config.topics().readings(),
                                    ("m-" + machine).getBytes(StandardCharsets.UTF_8),
                                    reading.getBytes(StandardCharsets.UTF_8)))
                            .get();
                }
            }
        }
    }
}
