package io.millrace.job.sink;

import io.millrace.job.config.Delivery;
import io.millrace.job.config.JobConfig;
import io.millrace.job.config.OutputFormat;
import io.millrace.schemas.Alert;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.WindowScore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The four topics that the job writes. */
public final class KafkaSinks {
    // Scores are many and small: in batches of Kafka's own size they would cost the broker more than the readings.
    private static final Map<String, String> BATCHES =
            Map.of(ProducerConfig.LINGER_MS_CONFIG, "10", ProducerConfig.BATCH_SIZE_CONFIG, "65536");

    private KafkaSinks() {}

    public static KafkaSink<Alert> alerts(JobConfig config) {
        return sink(
                config,
                new OutgoingEvent.OfAlert(),
                config.topics().alerts(),
                config.alerts().format());
    }

    public static KafkaSink<WindowScore> scores(JobConfig config) {
        return sink(
                config,
                new OutgoingEvent.OfScore(),
                config.topics().scores(),
                config.alerts().format());
    }

    /** Dead letters are always Avro: they hold bytes. */
    public static KafkaSink<RejectedReading> rejected(JobConfig config) {
        return sink(config, new OutgoingEvent.OfRejected(), config.topics().readingsRejected(), OutputFormat.AVRO);
    }

    public static KafkaSink<ModelStatus> modelStatus(JobConfig config) {
        return sink(
                config,
                new OutgoingEvent.OfModelStatus(),
                config.topics().modelStatus(),
                config.alerts().format());
    }

    private static <T extends SpecificRecordBase> KafkaSink<T> sink(
            JobConfig config, OutgoingEvent<T> event, String topic, OutputFormat format) {
        String source = "/millrace/" + URLEncoder.encode(config.kafka().groupId(), StandardCharsets.UTF_8);
        KafkaSinkBuilder<T> builder = KafkaSink.<T>builder()
                .setKafkaProducerConfig(config.kafka().clientProperties(BATCHES))
                .setBootstrapServers(config.kafka().bootstrapServers())
                .setRecordSerializer(new EventSerializer<>(event, topic, format, source));
        if (config.delivery().guarantee() == Delivery.EXACTLY_ONCE) {
            return builder.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                    // Each sink its own names: Kafka lets one producer at a time hold a name.
                    .setTransactionalIdPrefix(config.delivery().transactionalIdPrefix() + "-" + topic)
                    .setProperty(
                            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                            Long.toString(config.delivery().transactionTimeout().toMillis()))
                    .build();
        }
        return builder.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE).build();
    }
}
