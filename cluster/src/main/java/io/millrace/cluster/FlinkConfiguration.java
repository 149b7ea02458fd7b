package io.millrace.cluster;

import io.millrace.detection.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The configuration folder of a local cluster's Flink processes. */
final class FlinkConfiguration {

    static final String HOST = "127.0.0.1";
    static final String LOGGING_FILE = "log4j2.properties";

    private static final String LOGGING = """
            # Into the file that the process is told; the console is that of nobody.
            rootLogger.level = INFO
            rootLogger.appenderRef.file.ref = file
            appender.file.name = file
            appender.file.type = File
            appender.file.fileName = ${sys:log.file}
            appender.file.layout.type = PatternLayout
            appender.file.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n
            # Kafka's sink registers a gauge twice; nothing is lost by it.
            logger.collisions.name = org.apache.flink.metrics.MetricGroup
            logger.collisions.level = ERROR
            """;

    private final ClusterOptions options;
    private final Path directory;

    FlinkConfiguration(ClusterOptions options) {
        this.options = options;
        this.directory = options.directory().resolve("conf");
    }

    /** @param zooKeeperPort of the server that holds what a new JobManager must know; not looked at without high availability */
    void write(int restPort, int rpcPort, int zooKeeperPort) throws IOException {
        Map<String, String> keys = keys(restPort, rpcPort);
        if (options.highAvailability()) {
            keys.put("high-availability.type", "zookeeper");
            keys.put("high-availability.zookeeper.quorum", HOST + ":" + zooKeeperPort);
            keys.put("high-availability.cluster-id", "/millrace");
            keys.put("high-availability.storageDir", uri("ha"));
            // A JobManager that is killed stays the leader until its session ends; Flink asks for a minute.
            keys.put("high-availability.zookeeper.client.session-timeout", "10 s");
        }
        keys.putAll(options.flink());
        WholeFile.write(
                directory.resolve("config.yaml"),
                keys.entrySet().stream()
                        .map(entry -> entry.getKey() + ": '" + entry.getValue().replace("'", "''") + "'\n")
                        .collect(Collectors.joining()));
        WholeFile.write(directory.resolve(LOGGING_FILE), LOGGING);
    }

    private Map<String, String> keys(int restPort, int rpcPort) throws IOException {
        Map<String, String> keys = new TreeMap<>();
        keys.put("jobmanager.rpc.address", HOST);
        keys.put("jobmanager.rpc.port", String.valueOf(rpcPort));
        keys.put("jobmanager.bind-host", HOST);
        keys.put("jobmanager.memory.process.size", "1g");
        keys.put("rest.address", HOST);
        keys.put("rest.bind-address", HOST);
        keys.put("rest.port", String.valueOf(restPort));
        keys.put("taskmanager.host", HOST);
        keys.put("taskmanager.bind-host", HOST);
        keys.put("taskmanager.numberOfTaskSlots", String.valueOf(options.slots()));
        keys.put("taskmanager.memory.process.size", options.taskManagerMemory());
        // Machines' state on the heap needs no managed memory; RocksDB's and the network's parts are those of
        // deploy/conf.
        keys.put("taskmanager.memory.managed.fraction", "0.05");
        keys.put("execution.checkpointing.dir", uri("checkpoints"));
        keys.put("execution.checkpointing.savepoint-dir", uri("savepoints"));
        keys.put("restart-strategy.type", "exponential-delay");
        keys.put("restart-strategy.exponential-delay.initial-backoff", "1 s");
        keys.put("restart-strategy.exponential-delay.max-backoff", "10 s");
        // All on one machine: a process that is gone is noticed within seconds, not within Flink's fifty.
        keys.put("heartbeat.interval", "2 s");
        keys.put("heartbeat.timeout", "15 s");
        // A machine that is busy with other work answers late; that is no reason to refuse a job.
        keys.put("pekko.ask.timeout", "60 s");
        keys.put("pekko.startup-timeout", "120 s");
        keys.put("web.timeout", "120000");
        keys.put("io.tmp.dirs", folder("tmp").toString());
        keys.put("web.upload.dir", folder("uploads").toString());
        keys.put("metrics.fetcher.update-interval", "1000"); // what `status` shows is no older, milliseconds
        keys.put("metrics.reporters", "prom");
        keys.put(
                "metrics.reporter.prom.factory.class", "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        keys.put("metrics.reporter.prom.port", "9250-9300");
        return keys;
    }

    private String uri(String name) throws IOException {
        return folder(name).toUri().toString();
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(options.directory().resolve(name));
    }
}
