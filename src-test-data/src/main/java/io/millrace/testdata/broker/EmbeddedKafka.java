package io.millrace.testdata.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker in KRaft mode (broker and controller in one) in this JVM, on a free port of the loopback interface.
 *
 * <p>Ready when {@link #start()} returns, after two to six seconds. Close it in a {@code finally} or a
 * try-with-resources: its threads keep the JVM alive. Topics are not created by themselves. Transactions work, with a
 * timeout of up to an hour. Safe to use from several threads.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE_ID = 1;
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
    private static final int ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final Path directory;
    private final boolean ownsDirectory;
    private final Security security;

    /**
     * How clients get in.
     *
     * @param protocol of the listener, such as {@code SASL_PLAINTEXT}
     * @param broker further settings of the broker
     * @param client what a client needs beside {@code security.protocol}
     */
    public record Security(String protocol, Map<String, String> broker, Map<String, String> client) {

        /** Everybody may. */
        public static final Security NONE = new Security("PLAINTEXT", Map.of(), Map.of());

        public Security {
            broker = Map.copyOf(broker);
            client = Map.copyOf(client);
        }
    }

    private EmbeddedKafka(
            KafkaRaftServer server, String bootstrapServers, Path directory, boolean ownsDirectory, Security security) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.directory = directory;
        this.ownsDirectory = ownsDirectory;
        this.security = security;
    }

    /** Starts a broker whose log lives in a temporary directory, deleted by {@link #close()}. */
    public static EmbeddedKafka start() {
        return start(Security.NONE);
    }

    /** As {@link #start()}, for clients that prove who they are or speak TLS. */
    public static EmbeddedKafka start(Security security) {
        return start(security, Time.SYSTEM);
    }

    /**
     * As {@link #start()}, on a machine whose clock is wrong.
     *
     * @param ahead of this machine's clock; negative for behind it
     */
    public static EmbeddedKafka start(Duration ahead) {
        return start(Security.NONE, new WrongTime(ahead));
    }

    private static EmbeddedKafka start(Security security, Time time) {
        try {
            return start(Files.createTempDirectory("millrace-kafka"), true, security, time);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary directory for the broker's log", e);
        }
    }

    /**
     * Starts a broker whose log lives in the given directory and stays there.
     *
     * @param directory empty, or the directory of an earlier broker, whose topics are then there again
     */
    public static EmbeddedKafka start(Path directory) {
        return start(directory, false, Security.NONE, Time.SYSTEM);
    }

    /** As above, on a port that clients know already: a broker that comes back. */
    public static EmbeddedKafka start(Path directory, int port) {
        return tryStart(directory, false, port, Security.NONE, Time.SYSTEM);
    }

    private static EmbeddedKafka start(Path directory, boolean ownsDirectory, Security security, Time time) {
        RuntimeException failure = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return tryStart(directory, ownsDirectory, freePort(), security, time);
            } catch (RuntimeException e) {
                // Most likely another process took a port between our finding it free and the broker's binding it.
                failure = e;
            }
        }
        throw new IllegalStateException(
                "no Kafka broker could be started in " + directory + " in " + ATTEMPTS + " attempts", failure);
    }

    private static EmbeddedKafka tryStart(
            Path directory, boolean ownsDirectory, int port, Security security, Time time) {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        String bootstrapServers = host + ":" + port;
        Properties properties = properties(directory, host, port, freePortBut(port), security);
        format(directory);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), time);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new EmbeddedKafka(server, bootstrapServers, directory, ownsDirectory, security);
    }

    /** What clients take as {@code bootstrap.servers}: one host and port. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** What a client needs to get in. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(security.client());
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, security.protocol());
        return properties;
    }

    /** Creates a topic with the broker's defaults, ready for use; does nothing if it is there already. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /** As {@link BrokerTopics#create}. */
    public void createTopic(String name, int partitions, Map<String, String> configs) {
        BrokerTopics.create(clientProperties(), name, partitions, configs);
    }

    /** Stops the broker and, if the directory was temporary, deletes it. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        if (ownsDirectory) {
            deleteRecursively(directory);
        }
    }

    private static Properties properties(
            Path directory, String host, int brokerPort, int controllerPort, Security security) {
        String protocol = security.protocol();
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", NODE_ID);
        p.put("controller.quorum.voters", NODE_ID + "@" + host + ":" + controllerPort);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listeners", protocol + "://" + host + ":" + brokerPort + ",CONTROLLER://" + host + ":" + controllerPort);
        p.put("listener.security.protocol.map", protocol + ":" + protocol + ",CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", protocol);
        p.putAll(security.broker());
        p.put("log.dirs", directory.toString());
        p.put("auto.create.topics.enable", false);
        p.put("message.max.bytes", MAX_MESSAGE_BYTES);
        p.put("replica.fetch.max.bytes", MAX_MESSAGE_BYTES);
        // One broker: everything that is replicated by default has one copy here, and few partitions to open.
        p.put("offsets.topic.replication.factor", (short) 1);
        p.put("offsets.topic.num.partitions", 1);
        p.put("transaction.state.log.replication.factor", (short) 1);
        p.put("transaction.state.log.min.isr", 1);
        p.put("transaction.state.log.num.partitions", 1);
        p.put("share.coordinator.state.topic.replication.factor", (short) 1);
        p.put("share.coordinator.state.topic.min.isr", (short) 1);
        p.put("share.coordinator.state.topic.num.partitions", 1);
        p.put("transaction.max.timeout.ms", 3_600_000);
        p.put("group.initial.rebalance.delay.ms", 0);
        // Readings of recorded and simulated times are old: the first look for what is past its time comes after 30 s.
        p.put("log.retention.ms", -1);
        return p;
    }

    private static void format(Path directory) {
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory.toString())
                .addDirectory(directory.toString())
                .setIgnoreFormatted(true);
        if (Files.exists(directory.resolve("meta.properties"))) {
            return; // The log of an earlier broker.
        }
        try {
            formatter.run();
        } catch (Exception e) {
            throw new IllegalStateException("the broker's log directory " + directory + " cannot be formatted", e);
        }
    }

    /** A port that was free a moment ago. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }

    private static int freePortBut(int taken) {
        int port = freePort();
        while (port == taken) {
            port = freePort();
        }
        return port;
    }

    private static void deleteRecursively(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's temporary directory " + directory + " cannot be deleted", e);
        }
    }
}
