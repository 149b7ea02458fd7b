package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.Millrace;
import io.millrace.cli.terminal.Terminal;
import io.millrace.job.KafkaEndpoints;
import io.millrace.job.MillraceTopology;
import io.millrace.job.config.JobConfig;
import io.millrace.testdata.broker.EmbeddedKafka;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes the running job and the heartbeat: the metrics of rules and dashboard arrive, and every query evaluates. */
@Timeout(600)
class PrometheusITCase {

    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private int prometheus;

    @Test
    void metricsOfRulesAndDashboardArriveAndQueriesEvaluate() throws Exception {
        assumeTrue(Files.isExecutable(PROMETHEUS), "prometheus is not installed (Debian: prometheus)");
        int reporter = freePort();
        int heartbeat = freePort();
        prometheus = freePort();
        List<Thread> commands = new ArrayList<>();
        Process process = null;
        try (var kafka = EmbeddedKafka.start()) {
            for (String topic :
                    List.of("readings", "models", "alerts", "scores", "readings-rejected", "model-status")) {
                kafka.createTopic(topic, 1);
            }
            JobClient job = startJob(kafka, reporter);
            try {
                String brokers = " --brokers " + kafka.bootstrapServers();
                commands.add(
                        run("heartbeat" + brokers + " --interval 0.5 --patience 10 --release --port " + heartbeat));
                commands.add(run("simulate" + brokers + " --machines 3 --interval 1"));
                writeWhatIsNoReading(kafka);
                process = startPrometheus(reporter, heartbeat);

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(scraped()).containsAll(used()));
                await().atMost(PATIENCE).untilAsserted(this::rulesEvaluate);
                for (String query : Dashboard.queries()) {
                    await().atMost(PATIENCE).untilAsserted(() -> answersSomething(query));
                }
                assertThat(firing())
                        .as("of a job that is well")
                        .doesNotContain("MillraceJobDown", "MillraceScoresNothing");
            } finally {
                // while the broker is there: without it they would wait two minutes for what they cannot deliver
                for (Thread command : commands) {
                    command.interrupt();
                    command.join();
                }
                job.cancel().get();
            }
        } finally {
            if (process != null) {
                process.destroy();
                process.waitFor();
            }
        }
    }

    private JobClient startJob(EmbeddedKafka kafka, int port) throws Exception {
        Configuration flink = new Configuration();
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        flink.setString("metrics.reporters", "prom");
        flink.setString(
                "metrics.reporter.prom.factory.class", "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        flink.setString("metrics.reporter.prom.port", Integer.toString(port));
        JobConfig config = JobConfig.of(Map.of(
                "kafka.bootstrap-servers", kafka.bootstrapServers(),
                "source.start-offsets", "earliest",
                "ordering.out-of-orderness", "100 ms",
                "checkpoint.interval", "1 s",
                "models.files", "pump-*=" + Project.ROOT.resolve("src-test-data/models/pump.model")));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        MillraceTopology.define(env, config, new KafkaEndpoints(config));
        return env.executeAsync("millrace");
    }

    private static void writeWhatIsNoReading(EmbeddedKafka kafka) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("readings", "no reading".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static Thread run(String line) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        var thread = new Thread(() -> Millrace.run(Terminal.plain(nowhere, nowhere), line.split(" ")), line);
        thread.start();
        return thread;
    }

    /** With the deployed configuration, at this machine's addresses and a faster pace. */
    private Process startPrometheus(int reporter, int heartbeat) throws IOException {
        String config = Project.text(Project.DEPLOY.resolve("prometheus/prometheus.yml"))
                .replace("\"jobmanager:9249\", \"taskmanager:9249\"", "\"127.0.0.1:" + reporter + "\"")
                .replace("heartbeat:9250", "127.0.0.1:" + heartbeat)
                .replace("interval: 10s", "interval: 1s");
        assertThat(config).contains(":" + reporter, ":" + heartbeat);
        Files.copy(Rules.FILE, directory.resolve("millrace-rules.yml"));
        Path file = Files.writeString(directory.resolve("prometheus.yml"), config);
        return new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + directory.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + prometheus)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
    }

    private void answersSomething(String query) throws Exception {
        JsonNode answer = get("/api/v1/query?query=" + encode(query.replace("$__rate_interval", "1m")));
        assertThat(answer.path("status").asText()).as(query + answer).isEqualTo("success");
        assertThat(answer.path("data").path("result"))
                .as("%s, of the operators %s", query, get("/api/v1/label/operator_name/values"))
                .isNotEmpty();
    }

    private static Set<String> used() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String query : Dashboard.queries()) {
            names.addAll(Metrics.in(query));
        }
        for (JsonNode rule : Rules.all(Project.text(Rules.FILE))) {
            names.addAll(Metrics.in(rule.path("expr").asText()));
        }
        return names;
    }

    private Set<String> scraped() throws Exception {
        Set<String> names = new TreeSet<>();
        get("/api/v1/label/__name__/values").path("data").forEach(name -> names.add(name.asText()));
        return names;
    }

    private void rulesEvaluate() throws Exception {
        List<String> health = new ArrayList<>();
        get("/api/v1/rules")
                .path("data")
                .path("groups")
                .forEach(group -> group.path("rules")
                        .forEach(rule -> health.add(rule.path("health").asText())));
        assertThat(health).hasSize(Rules.pages().size()).containsOnly("ok");
    }

    private List<String> firing() throws Exception {
        List<String> names = new ArrayList<>();
        get("/api/v1/alerts").path("data").path("alerts").forEach(alert -> {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.path("labels").path("alertname").asText());
            }
        });
        return names;
    }

    private JsonNode get(String path) throws Exception {
        String body = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + prometheus + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return new ObjectMapper().readTree(body);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
