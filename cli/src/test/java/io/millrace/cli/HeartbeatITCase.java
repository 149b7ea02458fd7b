package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.cli.local.LocalJob;
import io.millrace.job.config.JobConfig;
import io.millrace.testdata.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Heartbeats go through a real broker and the whole job and come back, in whatever form; when the job ends they are missing. */
@Timeout(300)
class HeartbeatITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final TestingCommand command = new TestingCommand();

    @Test
    void beatsComeBackFromEveryPartitionWhileTheJobRunsAndAreMissingAfterwards() throws Exception {
        int port = freePort();
        try (var kafka = EmbeddedKafka.start()) {
            for (String topic :
                    List.of("readings", "models", "alerts", "scores", "readings-rejected", "model-status")) {
                kafka.createTopic(topic, topic.equals("readings") ? 3 : 1);
            }
            JobConfig config = JobConfig.of(Map.of(
                    "kafka.bootstrap-servers", kafka.bootstrapServers(),
                    "source.start-offsets", "earliest",
                    "ordering.out-of-orderness", "100 ms",
                    "alerts.format", "json", // scores, too
                    "scores.output", "none"));
            var exit = new AtomicInteger(-1);
            Thread heart;
            try (LocalJob job = LocalJob.start(config, 2)) {
                String line = "heartbeat --brokers " + kafka.bootstrapServers()
                        + " --interval 0.2 --patience 3 --release --port " + port;
                heart = new Thread(() -> exit.set(command.run(line)), "heartbeat");
                heart.start();
                await().atMost(PATIENCE).untilAsserted(() -> {
                    for (int partition = 0; partition < 3; partition++) {
                        assertThat(figure(port, "scored_total", partition)).isGreaterThan(5);
                    }
                });
                assertThat(figure(port, "delay_seconds", 0)).isPositive();
                assertThat(job.readingsTaken()).isGreaterThan(15);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(figure(port, "missing", 1)).isGreaterThan(2));
            heart.interrupt();
            heart.join();
            assertThat(exit.get()).isEqualTo(ExitCode.INTERRUPTED);
        }
    }

    @Test
    void modelForTheJobsConfigurationIsWritten() throws IOException {
        Path file = directory.resolve("heartbeat.model");

        assertThat(command.run("heartbeat --write-model " + file)).isEqualTo(ExitCode.OK);

        assertThat(command.out()).contains("models.files: millrace-heartbeat*=" + file);
        assertThat(command.run("inspect " + file)).isEqualTo(ExitCode.OK);
        assertThat(command.out()).contains("millrace-heartbeat").contains("beat");
        assertThat(Files.size(file)).isLessThan(10_000);
    }

    @Test
    void badInputIsOneSentence() throws Exception {
        assertThat(command.run("heartbeat --brokers 127.0.0.1:1 --interval 5 --patience 2"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(command.err()).contains("--patience above --interval");
        assertThat(command.run("heartbeat")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("--brokers");
        try (var kafka = EmbeddedKafka.start();
                var taken = new ServerSocket(0)) {
            assertThat(command.run("heartbeat --brokers " + kafka.bootstrapServers()))
                    .isEqualTo(ExitCode.BAD_INPUT);
            assertThat(command.err()).contains("there is no topic readings");
            kafka.createTopic("readings", 1);
            kafka.createTopic("scores", 1);
            assertThat(command.run("heartbeat --brokers " + kafka.bootstrapServers() + " --bind 0.0.0.0 --port "
                            + taken.getLocalPort()))
                    .isEqualTo(ExitCode.BAD_INPUT);
            assertThat(command.err()).contains("cannot listen on");
        }
    }

    /** The plant of the same command line, as it writes to a topic. */
    @Test
    void simulatedPlantWritesWhatIsDueAndEnds() throws Exception {
        try (var kafka = EmbeddedKafka.start()) {
            kafka.createTopic("readings", 2);
            assertThat(command.run("simulate --brokers " + kafka.bootstrapServers()
                            + " --machines 3 --minutes 2 --start 2026-01-01T00:00:00Z --json"))
                    .isEqualTo(ExitCode.OK);
            assertThat(command.json().path("readings").asLong()).isEqualTo(3 * 12);
            assertThat(command.run("simulate --brokers " + kafka.bootstrapServers() + " --topic nowhere"))
                    .isEqualTo(ExitCode.BAD_INPUT);
            assertThat(command.err()).contains("topic nowhere");
            assertThat(command.run("simulate")).isEqualTo(ExitCode.USAGE);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static double figure(int port, String name, int partition) throws Exception {
        String page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Matcher line = Pattern.compile("(?m)^millrace_heartbeat_" + name + "\\{machine=\"millrace-heartbeat-"
                        + partition + "\"} (\\S+)$")
                .matcher(page);
        return line.find() ? Double.parseDouble(line.group(1)) : -1;
    }
}
