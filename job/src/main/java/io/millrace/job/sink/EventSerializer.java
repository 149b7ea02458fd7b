package io.millrace.job.sink;

import io.millrace.job.config.OutputFormat;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Records to Kafka records: value in the configured format, key, and the headers of a CloudEvent.
 *
 * <p>References: CloudEvents 1.0.2; Kafka Protocol Binding for CloudEvents 1.0.2, "Binary Content Mode". The Kafka timestamp is left to
 * the producer: with the event's own, a replay of old readings would write records that retention deletes at once.
 */
final class EventSerializer<T extends SpecificRecordBase> implements KafkaRecordSerializationSchema<T> {
    private static final long serialVersionUID = 1L;
    private static final byte[] SPEC_VERSION = utf8("1.0");
    private static final byte[] AVRO = utf8("avro/binary");
    private static final byte[] JSON = utf8("application/json");

    private final OutgoingEvent<T> event;
    private final String topic;
    private final OutputFormat format;
    private final String source;
    private transient RecordEncoder<T> avro;
    private transient RecordJson json;

    /** @param source names the job, as a URI reference */
    EventSerializer(OutgoingEvent<T> event, String topic, OutputFormat format, String source) {
        this.event = event;
        this.topic = topic;
        this.format = format;
        this.source = source;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        avro = RecordEncoder.of(event.recordType());
        json = new RecordJson();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(T record, KafkaSinkContext context, Long timestamp) {
        byte[] value = switch (format) {
            case AVRO -> avro.encode(record);
            case JSON -> json.write(record);
        };
        ProducerRecord<byte[], byte[]> result =
                new ProducerRecord<>(topic, null, (Long) null, event.key(record), value);
        Headers headers = result.headers();
        headers.add("ce_specversion", SPEC_VERSION);
        headers.add("ce_id", utf8(event.id(record)));
        headers.add("ce_source", utf8(source));
        headers.add("ce_type", utf8(event.type(record)));
        headers.add("ce_time", utf8(DateTimeFormatter.ISO_INSTANT.format(event.time(record))));
        String subject = event.subject(record);
        if (!subject.isEmpty()) {
            headers.add("ce_subject", utf8(subject));
        }
        headers.add("content-type", format == OutputFormat.AVRO ? AVRO : JSON);
        return result;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
