package io.millrace.job.source;

import io.millrace.job.config.SourceConfig;
import io.millrace.schemas.RejectReason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Validates records as they leave the Kafka consumer, and counts the rejected ones by reason. */
final class ReadingDeserializer implements KafkaRecordDeserializationSchema<DecodedRecord> {
    private static final long serialVersionUID = 1L;

    private final ReadingParsers parsers;
    private final int maxRecordBytes;
    private final long futureBoundMillis;
    private transient ReadingValidator validator;
    private transient Map<RejectReason, Counter> rejected;

    ReadingDeserializer(ReadingParsers parsers, SourceConfig config) {
        this.parsers = parsers;
        this.maxRecordBytes = config.maxRecordBytes();
        this.futureBoundMillis = config.futureBound().toMillis();
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        validator = new ReadingValidator(parsers, maxRecordBytes, futureBoundMillis, System::currentTimeMillis);
        rejected = new EnumMap<>(RejectReason.class);
        MetricGroup group = context.getMetricGroup();
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(
                    reason,
                    group.addGroup("reason", reason.name().toLowerCase(Locale.ROOT))
                            .counter("rejected"));
        }
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<DecodedRecord> out) {
        DecodedRecord decoded = validator.validate(record);
        if (!decoded.isReading()) {
            rejected.get(decoded.rejected().getReason()).inc();
        }
        out.collect(decoded);
    }

    @Override
    public TypeInformation<DecodedRecord> getProducedType() {
        return DecodedRecord.TYPE;
    }
}
