package io.millrace.cli.heartbeat;

import io.millrace.cli.BadInputException;
import io.millrace.cli.CtrlC;
import io.millrace.cli.ExitCode;
import io.millrace.cli.data.TopicConsumer;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.file.WholeFile;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordEncoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends readings of a synthetic machine through the job and counts those that do not come back. */
@Command(
        name = "heartbeat",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        header = "Sends readings of a synthetic machine through the job and counts those that do not come back.",
        description = {
            "One reading for every partition of the readings topic at every interval; each must come back as a score. What is"
                    + " missing stands on http://ADDRESS:PORT/metrics for Prometheus, until Ctrl-C.",
            "The job scores these machines with a model of their own: give it with --release (once, over the models topic), or write"
                    + " it with --write-model and name it in models.files. It publishes their scores whatever scores.output says."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:with --write-model: written",
            "1:something failed on the way",
            "2:usage",
            "3:a broker, topic, file or port cannot be used",
            "130:ended by Ctrl-C or a kill"
        })
public final class HeartbeatCommand implements Callable<Integer> {

    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--brokers", paramLabel = "HOST:PORT", description = "Kafka's brokers, joined by commas.")
    private String brokers;

    @Option(
            names = "--job-config",
            paramLabel = "FILE.yaml",
            description =
                    "The job's configuration, for kafka.* (brokers, security) and topics.*; MILLRACE_JOB_ variables count, too.")
    private Path jobConfig;

    @Option(names = "--interval", paramLabel = "SECONDS", description = "Time between two beats.")
    private double intervalSeconds = 5;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "After which a beat that has not come back is missing: more than --interval plus the job's"
                    + " ordering.out-of-orderness, for which each reading waits.")
    private double patienceSeconds = 60;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on.")
    private String bind = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 for a free one.")
    private int port = 9250;

    @Option(names = "--release", description = "Release the heartbeat's model to the job before the first beat.")
    private boolean release;

    @Option(
            names = "--write-model",
            paramLabel = "FILE",
            description = "Write the heartbeat's model to a file, and end.")
    private Path modelFile;

    public HeartbeatCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        if (!(intervalSeconds > 0) || !(patienceSeconds > intervalSeconds) || port < 0 || port > 65_535) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected --interval above 0, --patience above --interval and --port from 0 to 65535, found "
                            + intervalSeconds + ", " + patienceSeconds + " and " + port);
        }
        if (modelFile != null) {
            WholeFile.write(modelFile, ArtefactCodec.encode(HeartbeatModel.artefact()));
            terminal.line("Wrote the heartbeat's model to " + modelFile + "; give it to the job as models.files: "
                    + HeartbeatModel.PATTERN + "=" + modelFile + ".");
            return ExitCode.OK;
        }
        JobConfig config = config();
        CtrlC ctrlC = CtrlC.watch();
        try (ctrlC;
                var producer = new KafkaProducer<byte[], byte[]>(producerProperties(config));
                var consumer = new KafkaConsumer<byte[], byte[]>(TopicConsumer.properties(config))) {
            run(config, producer, consumer);
        } catch (InterruptException e) {
            Thread.interrupted(); // the client sets the mark again
            throw new InterruptedException("asked to end");
        } catch (KafkaException e) {
            throw new BadInputException(
                    "Kafka at " + config.kafka().bootstrapServers() + " cannot be used (" + e.getMessage()
                            + "): check --brokers, or the kafka.* part of --job-config",
                    e);
        }
        return ExitCode.OK;
    }

    private void run(JobConfig config, KafkaProducer<byte[], byte[]> producer, KafkaConsumer<byte[], byte[]> consumer)
            throws IOException, InterruptedException, ExecutionException {
        String readings = config.topics().readings();
        String scores = config.topics().scores();
        int partitions = TopicConsumer.partitions(consumer, config, readings).size();
        TopicConsumer.partitions(consumer, config, scores); // nothing would ever come from one that is not there
        if (release) {
            release(producer, config.topics().models());
        }
        var ledger = new Ledger(seconds(patienceSeconds), MEMORY, HeartbeatModel.STEPS - 1);
        Clock clock = Clock.systemUTC();
        try (MetricsPage page = serve(ledger, clock)) {
            terminal.line("Beating on " + partitions + " partitions of topic " + readings + "; figures on http://"
                    + bind + ":" + page.port() + "/metrics.");
            new Beats(producer, consumer, readings, partitions, ledger, seconds(intervalSeconds), clock, terminal::note)
                    .run(scores);
        }
    }

    private MetricsPage serve(Ledger ledger, Clock clock) {
        try {
            return MetricsPage.serve(new InetSocketAddress(bind, port), () -> ledger.figures(clock.millis()));
        } catch (IOException | java.nio.channels.UnresolvedAddressException e) {
            throw new BadInputException(
                    "cannot listen on " + bind + ":" + port + " (" + e.getMessage()
                            + "): choose another --bind or --port",
                    e);
        }
    }

    private void release(KafkaProducer<byte[], byte[]> producer, String topic)
            throws InterruptedException, ExecutionException {
        byte[] artefact = ArtefactCodec.encode(HeartbeatModel.artefact());
        ModelRelease release = ModelRelease.newBuilder()
                .setModelId(HeartbeatModel.MODEL_ID)
                .setVersion(HeartbeatModel.artefact().version())
                .setMachinePatterns(List.of(HeartbeatModel.PATTERN))
                .setArtefact(ByteBuffer.wrap(artefact))
                .setArtefactUri(null)
                .setSha256(ArtefactCodec.sha256Hex(artefact))
                .setReleasedAtMillis(System.currentTimeMillis())
                .setSignature(null)
                .setNotes("heartbeat")
                .build();
        byte[] key = HeartbeatModel.MODEL_ID.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(
                        topic, key, RecordEncoder.of(ModelRelease.class).encode(release)))
                .get();
        terminal.line("Released model " + HeartbeatModel.MODEL_ID + " on topic " + topic + ".");
    }

    private JobConfig config() {
        List<String> arguments = new ArrayList<>();
        if (jobConfig != null) {
            arguments.add("--config=" + jobConfig);
        }
        if (brokers != null) {
            arguments.add("--kafka.bootstrap-servers=" + brokers);
        }
        try {
            return JobConfig.load(arguments, System.getenv());
        } catch (ConfigException e) {
            throw new BadInputException(
                    "the heartbeat finds no broker: " + String.join("; ", e.violations()) + " (here: --brokers)", e);
        }
    }

    private static Properties producerProperties(JobConfig config) {
        Properties properties = config.kafka().clientProperties(Map.of());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) TopicConsumer.PATIENCE.toMillis());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return properties;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }
}
