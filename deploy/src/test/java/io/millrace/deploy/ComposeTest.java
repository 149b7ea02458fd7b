package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposeTest {

    private static final Path FILE = Project.ROOT.resolve("docker-compose.yml");

    @Test
    void fileHolds() throws IOException {
        assertThat(Compose.violations(Project.text(FILE))).isEmpty();
    }

    /** A slip of the pen fails the build, and the message names it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    entrypoint:                        | entripoint:                      | entripoint
                    condition: service_healthy         | condition: service_healty        | /services
                    image: apache/kafka:4.2.1          | image: apache/kafka:latest       | apache/kafka:latest
                    image: apache/kafka:4.2.1          | image: apache/kafka              | is not pinned
                    MILLRACE_JOB_WINDOW_GAP_INTERVAL   | MILLRACE_JOB_WINDOW_GAP_INTERVALL| MILLRACE_JOB_WINDOW_GAP_INTERVAL
                    ./deploy/topics:                   | ./deploy/topic:                  | ./deploy/topic
                    state:/opt/flink/state             | stat:/opt/flink/state            | `stat`
                    "heartbeat", "--brokers"           | "heartbeat", "--broker"          | no option `--broker`
                    ["simulate",                       | ["simulat",                      | no verb `simulat`
                    interval: 5s                       | intervall: 5s                    | intervall
                    - console-token                    | - console-tokn                   | console-tokn
                    """)
    void typoIsFound(String right, String wrong, String named) throws IOException {
        String text = Project.text(FILE);
        assertThat(text).contains(right);

        assertThat(Compose.violations(text.replace(right, wrong)))
                .isNotEmpty()
                .anyMatch(violation -> violation.contains(named));
    }

    /** The image's entry point puts its container's own name into the configuration unless it is told better. */
    @Test
    void everyProcessOfFlinkIsToldWhereTheJobManagerIs() throws IOException {
        JsonNode services = Project.document(FILE).path("services");

        for (String service : List.of("jobmanager", "taskmanager")) {
            assertThat(services.path(service)
                            .path("environment")
                            .path("JOB_MANAGER_RPC_ADDRESS")
                            .asText())
                    .as(service)
                    .isEqualTo("jobmanager");
        }
    }

    /** Long-running services say how they are; what Prometheus and Grafana read is mounted; services are reachable under their names. */
    @Test
    void scrapedTargetsAreServices() throws IOException {
        JsonNode services = Project.document(FILE).path("services");
        JsonNode prometheus = Project.document(Project.DEPLOY.resolve("prometheus/prometheus.yml"));
        prometheus
                .path("scrape_configs")
                .forEach(job -> job.path("static_configs")
                        .forEach(config -> config.path("targets")
                                .forEach(target -> assertThat(
                                                services.has(target.asText().split(":")[0]))
                                        .as(target.asText())
                                        .isTrue())));
        prometheus
                .path("rule_files")
                .forEach(file -> assertThat(Project.DEPLOY.resolve("prometheus").resolve(file.asText()))
                        .exists());
        JsonNode source = Project.document(Project.DEPLOY.resolve("grafana/provisioning/datasources/prometheus.yml"));
        assertThat(services.has(
                        source.path("datasources").get(0).path("url").asText().replaceAll("http://|:\\d+", "")))
                .isTrue();
    }
}
