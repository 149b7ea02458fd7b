package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.local.LocalJob;
import io.millrace.job.config.JobConfig;
import io.millrace.testdata.broker.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A plain consumer that knows nothing of Millrace reads alerts as JSON: the README's line with {@code kcat} (Debian: kcat). */
@Timeout(300)
class KcatITCase {

    private static final Path KCAT = Path.of("/usr/bin/kcat");

    private final TestingCommand command = new TestingCommand();

    @Test
    void readsAlertsAsJson() throws Exception {
        assumeTrue(Files.isExecutable(KCAT), "kcat is not installed");
        try (var kafka = EmbeddedKafka.start()) {
            for (String topic :
                    List.of("readings", "models", "alerts", "scores", "readings-rejected", "model-status")) {
                kafka.createTopic(topic, 1);
            }
            JobConfig config = JobConfig.of(Map.of(
                    "kafka.bootstrap-servers",
                    kafka.bootstrapServers(),
                    "source.start-offsets",
                    "earliest",
                    "alerts.format",
                    "json",
                    "models.files",
                    "pump-*=" + Path.of("..", "src-test-data", "models", "pump.model")));
            try (LocalJob job = LocalJob.start(config, 1)) {
                assertThat(command.run("simulate --brokers " + kafka.bootstrapServers()
                                + " --machines 1 --minutes 300 --faults 20 --start 2026-01-01T00:00:00Z"))
                        .isEqualTo(ExitCode.OK);
                await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                    List<JsonNode> alerts = alerts(kafka.bootstrapServers());
                    assertThat(alerts)
                            .extracting(alert -> alert.path("status").asText())
                            .contains("OPENED", "CLOSED");
                    assertThat(alerts).allSatisfy(alert -> {
                        assertThat(alert.path("machineId").asText()).startsWith("pump-");
                        assertThat(alert.path("reason").asText()).isNotBlank();
                        assertThat(alert.path("errorRatio").isNumber()).isTrue();
                        assertThat(alert.path("startsAtMillis").isIntegralNumber())
                                .isTrue();
                    });
                });
                job.throwIfFailed();
            }
        }
    }

    private static List<JsonNode> alerts(String brokers) throws IOException, InterruptedException {
        Process kcat = new ProcessBuilder(KCAT.toString(), "-C", "-b", brokers, "-t", "alerts", "-e", "-q").start();
        String said = new String(kcat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kcat.waitFor()).isZero();
        List<JsonNode> alerts = new ArrayList<>();
        for (String line : said.lines().toList()) {
            alerts.add(new ObjectMapper().readTree(line));
        }
        return alerts;
    }
}
