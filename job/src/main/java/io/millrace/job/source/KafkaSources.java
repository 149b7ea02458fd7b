package io.millrace.job.source;

import io.millrace.job.config.JobConfig;
import io.millrace.job.config.KafkaConfig;
import io.millrace.job.config.SourceConfig;
import io.millrace.job.config.StopOffsets;
import io.millrace.job.operator.ReleaseKind;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The two topics that the job reads. */
public final class KafkaSources {
    // A broker that answers for each batch of each producer spends more of a core on answers than the job on parsing.
    // Under load the
    // bytes cut the wait short.
    private static final Map<String, String> FETCHES =
            Map.of(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "16384", ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");

    private KafkaSources() {}

    /** Readings, each record as what became of it. New partitions are found while the job runs. */
    public static KafkaSource<DecodedRecord> readings(JobConfig config, ReadingParsers parsers) {
        return KafkaSources.<DecodedRecord>builder(config, "readings")
                .setTopics(config.topics().readings())
                .setStartingOffsets(start(config.source()))
                .setDeserializer(new ReadingDeserializer(parsers, config.source()))
                .build();
    }

    /**
     * Encoded model releases. Always from the oldest on: the topic is compacted, and a job that starts anew must learn every model's
     * newest release; a restored one goes on where it was.
     */
    public static KafkaSource<byte[]> models(JobConfig config) {
        return KafkaSources.<byte[]>builder(config, "models")
                .setTopics(config.topics().models())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new ValueBytes())
                .build();
    }

    private static <T> KafkaSourceBuilder<T> builder(JobConfig config, String what) {
        KafkaConfig kafka = config.kafka();
        KafkaSourceBuilder<T> builder = KafkaSource.<T>builder()
                .setProperties(kafka.clientProperties(FETCHES))
                .setBootstrapServers(kafka.bootstrapServers())
                .setGroupId(kafka.groupId())
                .setClientIdPrefix(kafka.groupId() + "-" + what)
                // Of a topic that an exactly-once job wrote, only what was committed.
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return config.source().stopOffsets() == StopOffsets.LATEST
                ? builder.setBounded(OffsetsInitializer.latest())
                : builder;
    }

    @SuppressWarnings("deprecation") // Kafka's own enum, which the connector's interface still takes.
    private static OffsetsInitializer start(SourceConfig source) {
        return switch (source.startOffsets()) {
            case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
            case EARLIEST -> OffsetsInitializer.earliest();
            case LATEST -> OffsetsInitializer.latest();
            case TIMESTAMP ->
                OffsetsInitializer.timestamp(
                        source.startTimestamp().orElseThrow().toEpochMilli());
        };
    }

    /** A record's value as it is; one without, which deletes the model of its key, becomes a release that says so. */
    private static final class ValueBytes implements KafkaRecordDeserializationSchema<byte[]> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<byte[]> out) {
            if (record.value() != null) {
                out.collect(record.value());
            } else if (record.key() != null) {
                String modelId = new String(record.key(), StandardCharsets.UTF_8);
                out.collect(RecordEncoder.of(ModelRelease.class).encode(ReleaseKind.withdrawal(modelId)));
            }
        }

        @Override
        public TypeInformation<byte[]> getProducedType() {
            return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
        }
    }
}
