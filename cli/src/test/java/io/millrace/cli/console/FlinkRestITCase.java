package io.millrace.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.cli.local.LocalBroker;
import io.millrace.cli.local.ReadingWriter;
import io.millrace.console.job.FlinkRest;
import io.millrace.console.job.JobFigures.Figure;
import io.millrace.job.KafkaEndpoints;
import io.millrace.job.MillraceTopology;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.testdata.Plant;
import io.millrace.testdata.PlantOptions;
import io.millrace.testdata.SimulatedReading;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** What the console asks of Flink's REST interface, asked of a real one that runs the job. */
class FlinkRestITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path PUMP = Path.of("../src-test-data/models/pump.model");

    @Test
    void theJobsFiguresAreThoseOfItsScoringOperator() throws Exception {
        int port = freePort();
        var rest = new FlinkRest(URI.create("http://127.0.0.1:" + port));
        assertThatThrownBy(rest::figures)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(":" + port, "cannot be asked", "--flink");

        try (LocalBroker broker = LocalBroker.start(config("127.0.0.1:9092").topics(), 1)) {
            JobConfig config = config(broker.bootstrapServers());
            long readings = writeReadings(broker, config);
            JobClient job = start(config, port);
            try {
                await().atMost(PATIENCE).until(() -> figure(rest, "scored").startsWith("61 "));

                assertThat(readings).isEqualTo(120);
                assertThat(figure(rest, "activeMachines")).isEqualTo("1 machines");
                assertThat(figure(rest, "late")).isEqualTo("0 readings");
                assertThat(figures(rest))
                        .containsKeys(
                                "anomalous",
                                "duplicates",
                                "bundleWindows, median",
                                "bundleWindows, 99 %",
                                "bundleFill",
                                "bundleScoringMicros, median",
                                "scoreLatencyMillis, 99 %");
            } finally {
                job.cancel().get();
            }
        }
        // Whether the cluster is gone already or only its job: it says where, and what to look at.
        assertThatThrownBy(rest::figures).isInstanceOf(IOException.class).hasMessageContaining(":" + port);
    }

    private static String figure(FlinkRest rest, String name) {
        return figures(rest).getOrDefault(name, "");
    }

    private static Map<String, String> figures(FlinkRest rest) {
        try {
            return rest.figures().stream().collect(Collectors.toMap(Figure::name, Figure::value));
        } catch (IOException starting) {
            return Map.of();
        }
    }

    private static JobConfig config(String brokers) {
        return JobConfig.of(Map.of(
                "kafka.bootstrap-servers",
                brokers,
                "source.start-offsets",
                "earliest",
                "models.files",
                "pump-*=" + PUMP,
                "ordering.out-of-orderness",
                "0 ms"));
    }

    /** Event time follows the readings, so the last of them waits for the next: 120 rows, of which 61 end a window that is scored. */
    private static long writeReadings(LocalBroker broker, JobConfig config) throws IOException {
        PlantOptions options =
                PlantOptions.defaults().withMachines(1).withMinutes(20).withFaultsPerMachineDay(0);
        RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);
        try (var writer =
                new ReadingWriter(broker.bootstrapServers(), config.topics().readings(), 1, Double.POSITIVE_INFINITY)) {
            for (SimulatedReading reading : Plant.of(options)) {
                Map<String, Double> values = new HashMap<>();
                for (int s = 0; s < reading.sensors().length; s++) {
                    values.put(reading.sensors()[s], reading.values()[s]);
                }
                writer.write(
                        reading.machineId().getBytes(StandardCharsets.UTF_8),
                        encoder.encode(new SensorReading(reading.machineId(), reading.timestampMillis(), values, null)),
                        0);
            }
            writer.flush();
            return writer.written();
        }
    }

    private static JobClient start(JobConfig config, int port) throws Exception {
        Configuration flink = new Configuration();
        flink.set(RestOptions.BIND_PORT, String.valueOf(port));
        flink.set(RestOptions.PORT, port);
        flink.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofMillis(100));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        MillraceTopology.define(env, config, new KafkaEndpoints(config));
        return env.executeAsync("millrace");
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
