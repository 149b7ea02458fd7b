package io.millrace.cli.doctor;

import io.millrace.cli.BadInputException;
import io.millrace.cli.release.ReleasedModels;
import io.millrace.cli.terminal.Text;
import io.millrace.job.config.Delivery;
import io.millrace.job.config.JobConfig;
import io.millrace.job.config.TopicsConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a job needs of its brokers, topics and models. */
final class KafkaChecks {

    private static final int PATIENCE_MILLIS = 15_000;
    private static final Duration SHORT_RETENTION = Duration.ofDays(1);
    private static final Duration SMALL_SKEW = Duration.ofSeconds(1);

    private final JobConfig config;
    private final boolean readOnly;
    private final List<Check> checks = new ArrayList<>();

    private KafkaChecks(JobConfig config, boolean readOnly) {
        this.config = config;
        this.readOnly = readOnly;
    }

    /** @param readOnly whether the brokers' clock, which takes a topic to measure, is left alone */
    static List<Check> of(JobConfig config, boolean readOnly) throws InterruptedException {
        var kafka = new KafkaChecks(config, readOnly);
        try (Admin admin = Admin.create(kafka.properties())) {
            if (kafka.brokers(admin)) {
                Map<String, TopicDescription> topics = kafka.topics(admin);
                kafka.settings(admin, topics);
                kafka.transactions(admin);
                kafka.models();
                if (topics.containsKey(config.topics().readings())) {
                    kafka.checks.add(ReadingsSample.check(config));
                }
                if (!readOnly) {
                    kafka.clock(admin);
                }
            }
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            kafka.unreachable(cause);
        }
        return kafka.checks;
    }

    private Properties properties() {
        Properties properties = config.kafka().clientProperties(Map.of());
        properties.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        return properties;
    }

    private void unreachable(Throwable cause) {
        checks.add(Check.missing(
                "brokers",
                config.kafka().bootstrapServers() + ": " + cause.getMessage(),
                "check the address, and kafka.properties.* (security.protocol, sasl.*, ssl.*)"));
    }

    private boolean brokers(Admin admin) throws InterruptedException {
        try {
            Collection<Node> nodes = admin.describeCluster().nodes().get();
            checks.add(Check.ok(
                    "brokers",
                    Text.count(nodes.size(), "broker") + " at " + config.kafka().bootstrapServers()));
            return true;
        } catch (ExecutionException e) {
            unreachable(e.getCause());
            return false;
        }
    }

    private Map<String, TopicDescription> topics(Admin admin) throws InterruptedException {
        TopicsConfig names = config.topics();
        List<String> wanted = List.of(
                names.readings(),
                names.models(),
                names.alerts(),
                names.scores(),
                names.readingsRejected(),
                names.modelStatus());
        Map<String, TopicDescription> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String topic : wanted) {
            try {
                found.put(
                        topic,
                        admin.describeTopics(List.of(topic))
                                .topicNameValues()
                                .get(topic)
                                .get());
            } catch (ExecutionException e) {
                missing.add(topic);
            }
        }
        if (missing.isEmpty()) {
            checks.add(Check.ok("topics", String.join(", ", found.keySet())));
        } else {
            checks.add(Check.missing(
                    "topics",
                    "not there, or not ours to see: " + String.join(", ", missing),
                    "create them, models with cleanup.policy=compact: kafka-topics.sh --bootstrap-server "
                            + config.kafka().bootstrapServers() + " --create --topic "
                            + missing.get(0)
                            + (missing.get(0).equals(names.models()) ? " --config cleanup.policy=compact" : "")));
        }
        partitions(found.get(names.readings()));
        return found;
    }

    private void partitions(TopicDescription readings) {
        if (readings == null) {
            return;
        }
        int count = readings.partitions().size();
        int wanted = config.parallelism().parallelism().orElse(1);
        checks.add(
                count >= wanted
                        ? Check.ok("partitions", readings.name() + " has " + Text.count(count, "partition"))
                        : Check.note(
                                "partitions",
                                readings.name() + " has " + Text.count(count, "partition") + ", parallelism.default is "
                                        + wanted,
                                "more readers than partitions read nothing: add partitions before machines send, or lower"
                                        + " the parallelism"));
    }

    private void settings(Admin admin, Map<String, TopicDescription> topics) throws InterruptedException {
        Map<String, Config> settings = new LinkedHashMap<>();
        try {
            for (String topic : topics.keySet()) {
                var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
                settings.put(
                        topic,
                        admin.describeConfigs(List.of(resource)).all().get().get(resource));
            }
        } catch (ExecutionException e) {
            checks.add(Check.note(
                    "settings",
                    "the topics' settings cannot be read: " + e.getCause().getMessage(),
                    "give this user DESCRIBE_CONFIGS"));
            return;
        }
        models(settings.get(config.topics().models()));
        retention(settings.get(config.topics().readings()));
    }

    private void models(Config models) {
        if (models == null) {
            return;
        }
        String topic = config.topics().models();
        String policy = value(models, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!policy.equals("compact")) {
            checks.add(Check.missing(
                    "compaction",
                    topic + " has cleanup.policy=" + policy
                            + ": a model that was released long ago would be gone when a job starts anew",
                    "kafka-configs.sh --alter --topic " + topic + " --add-config cleanup.policy=compact"));
        } else if (Long.parseLong(value(models, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG))
                < SHORT_RETENTION.toMillis()) {
            checks.add(Check.note(
                    "compaction",
                    topic + " is compacted, and keeps an earlier version no longer than compaction takes",
                    "for millrace rollback without --model: kafka-configs.sh --alter --topic " + topic
                            + " --add-config min.compaction.lag.ms="
                            + Duration.ofDays(7).toMillis()));
        } else {
            checks.add(Check.ok("compaction", topic + " is compacted, earlier versions stay for a while"));
        }
        long limit = Long.parseLong(value(models, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
        checks.add(Check.ok(
                "record size",
                topic + " takes artefacts of up to " + Text.count(limit) + " bytes inline, larger ones by --uri"));
    }

    private void retention(Config readings) {
        if (readings == null) {
            return;
        }
        long millis = Long.parseLong(value(readings, TopicConfig.RETENTION_MS_CONFIG));
        String topic = config.topics().readings();
        checks.add(
                millis < 0 || millis >= SHORT_RETENTION.toMillis()
                        ? Check.ok(
                                "retention",
                                topic + " keeps "
                                        + (millis < 0 ? "everything" : Text.duration(Duration.ofMillis(millis))))
                        : Check.note(
                                "retention",
                                topic + " keeps " + Text.duration(Duration.ofMillis(millis)),
                                "what an outage outlasts is lost: raise retention.ms to a day or more"));
    }

    private static String value(Config config, String name) {
        return config.get(name).value();
    }

    private void transactions(Admin admin) throws InterruptedException {
        if (config.delivery().guarantee() != Delivery.EXACTLY_ONCE) {
            checks.add(Check.ok("delivery", "at least once, without transactions"));
            return;
        }
        long timeout = config.delivery().transactionTimeout().toMillis();
        try {
            Node node = admin.describeCluster().nodes().get().iterator().next();
            var broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
            long most = Long.parseLong(value(
                    admin.describeConfigs(List.of(broker)).all().get().get(broker), "transaction.max.timeout.ms"));
            checks.add(
                    timeout <= most
                            ? Check.ok(
                                    "delivery",
                                    "exactly once; transactions live " + timeout + " ms, the broker allows " + most
                                            + ", a checkpoint takes up to "
                                            + config.checkpoint()
                                                    .interval()
                                                    .plus(config.checkpoint().timeout())
                                                    .toMillis())
                            : Check.missing(
                                    "delivery",
                                    "delivery.transaction-timeout is " + timeout + " ms, the broker allows " + most,
                                    "lower it, or raise transaction.max.timeout.ms on the brokers"));
        } catch (ExecutionException e) {
            checks.add(Check.note(
                    "delivery",
                    "the brokers' transaction.max.timeout.ms cannot be read: "
                            + e.getCause().getMessage(),
                    "give this user DESCRIBE_CONFIGS on the cluster"));
        }
    }

    private void models() {
        try {
            List<ReleasedModels.Model> models = ReleasedModels.of(config);
            List<String> files = config.models().files();
            Optional<ReleasedModels.Model> bad = models.stream()
                    .filter(model -> !model.objection().isEmpty())
                    .findFirst();
            if (models.isEmpty() && files.isEmpty()) {
                checks.add(Check.missing(
                        "models",
                        "none is released, none is in models.files: readings stay unscored",
                        "millrace release"));
            } else if (bad.isPresent()) {
                checks.add(Check.missing(
                        "models",
                        "model " + bad.get().modelId() + " version " + bad.get().version() + ": "
                                + bad.get().objection(),
                        "release it again with --key, or add its key to models.public-keys"));
            } else {
                String signed = config.models().publicKeys().isEmpty()
                        ? "signatures are not asked for (models.public-keys)"
                        : "all signed by known keys";
                String found = models.size() + " released, " + files.size() + " by file; " + signed;
                checks.add(
                        config.models().publicKeys().isEmpty()
                                ? Check.note(
                                        "models",
                                        found,
                                        "whoever writes to the topic can exchange a model: millrace keys, then"
                                                + " models.public-keys")
                                : Check.ok("models", found));
            }
        } catch (BadInputException | java.io.IOException e) {
            checks.add(Check.missing("models", e.getMessage(), "see millrace models"));
        }
    }

    /**
     * The brokers' clock against this machine's: a record in a topic of its own gets the time at which a broker appended it. The topic is
     * deleted again.
     */
    private void clock(Admin admin) throws InterruptedException {
        String topic = "millrace-doctor-" + UUID.randomUUID();
        try {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())
                            .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"))))
                    .all()
                    .get();
            try {
                long skew = skewMillis(topic);
                long bound = config.source().futureBound().toMillis();
                String finding = "the brokers' is " + (skew < 0 ? -skew + " ms behind" : skew + " ms ahead of")
                        + " this machine's";
                checks.add(
                        Math.abs(skew) <= SMALL_SKEW.toMillis()
                                ? Check.ok("clock", finding)
                                : Math.abs(skew) <= bound
                                        ? Check.note("clock", finding, "synchronise both by NTP")
                                        : Check.missing(
                                                "clock",
                                                finding + ", more than source.future-bound allows",
                                                "synchronise both by NTP; readings of a clock that is ahead are rejected"));
            } finally {
                admin.deleteTopics(List.of(topic)).all().get();
            }
        } catch (ExecutionException e) {
            checks.add(Check.note(
                    "clock",
                    "cannot be compared: " + e.getCause().getMessage(),
                    "it takes the right to create topic " + topic.substring(0, 15) + "-*; --read-only leaves it out"));
        }
    }

    private long skewMillis(String topic) throws InterruptedException, ExecutionException {
        Properties properties = config.kafka().clientProperties(Map.of());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[1])).get(); // connects
            long before = System.currentTimeMillis();
            long broker = producer.send(new ProducerRecord<>(topic, new byte[1]))
                    .get()
                    .timestamp();
            long after = System.currentTimeMillis();
            return broker - (before + after) / 2;
        }
    }
}
