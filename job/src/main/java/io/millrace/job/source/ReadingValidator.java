package io.millrace.job.source;

import io.millrace.job.config.SourceConfig;
import io.millrace.job.operator.RawReading;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides whether a record is a reading. Every record ends as a reading or as one dead letter; nothing is thrown.
 *
 * <p>A record is judged by itself and its own Kafka timestamp alone, so a replay decides alike. One per task, not thread-safe.
 */
public final class ReadingValidator {
    private static final long YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private static final int MAX_DETAIL = 500;

    private final ReadingParser parser;
    private final int maxRecordBytes;
    private final long futureBoundMillis;
    private final LongSupplier clock;
    private final Found found = new Found();

    /** @param clock milliseconds since 1970; says when a record was rejected, and stands in for a Kafka timestamp that is absent */
    public ReadingValidator(ReadingParsers parsers, SourceConfig config, LongSupplier clock) {
        this(parsers, config.maxRecordBytes(), config.futureBound().toMillis(), clock);
    }

    ReadingValidator(ReadingParsers parsers, int maxRecordBytes, long futureBoundMillis, LongSupplier clock) {
        this.parser = parsers.createParser();
        this.maxRecordBytes = maxRecordBytes;
        this.futureBoundMillis = futureBoundMillis;
        this.clock = clock;
    }

    /** Judges one record. */
    public DecodedRecord validate(ConsumerRecord<byte[], byte[]> record) {
        found.clear();
        try {
            return DecodedRecord.of(reading(record));
        } catch (Rejection e) {
            return DecodedRecord.of(deadLetter(record, e));
        } catch (RuntimeException e) {
            // The outermost edge to bytes from outside: a parser's defect may cost one record, never the job.
            return DecodedRecord.of(deadLetter(record, Rejection.undecodable("the parser failed: " + e)));
        }
    }

    private RawReading reading(ConsumerRecord<byte[], byte[]> record) throws Rejection {
        byte[] key = record.key();
        byte[] value = record.value();
        if (value == null) {
            throw Rejection.undecodable("expected a reading, found a record without value");
        }
        long bytes = (key == null ? 0L : key.length) + value.length;
        if (bytes > maxRecordBytes) {
            throw new Rejection(
                    RejectReason.OVERSIZED,
                    "expected at most " + maxRecordBytes + " bytes of key and value, found " + bytes
                            + ": raise source.max-record-size, or send less per record");
        }
        parser.parse(value, found);
        if (found.machineId.isBlank()) {
            throw new Rejection(RejectReason.EMPTY_MACHINE_ID, "expected a machine's identity, found an empty one");
        }
        requirePlausibleTime(record.timestamp());
        if (found.sensors == 0) {
            throw new Rejection(RejectReason.NO_KNOWN_SENSOR, "expected at least one sensor with a value, found none");
        }
        if (found.notFinite != null) {
            throw new Rejection(
                    RejectReason.NOT_FINITE,
                    "sensor " + found.notFinite + ": expected a finite number, found " + found.notFiniteValue
                            + ": leave a sensor out when it gave nothing");
        }
        return new RawReading(
                found.machineId,
                found.timestampMillis,
                key,
                value,
                record.topic(),
                record.partition(),
                record.offset());
    }

    private void requirePlausibleTime(long kafkaTimestamp) throws Rejection {
        long time = found.timestampMillis;
        if (time < YEAR_2000) {
            throw new Rejection(
                    RejectReason.TIMESTAMP_BEFORE_2000,
                    "expected an event time from the year 2000 on, found " + time
                            + " ms: check the machine's clock and source.fields.time-unit");
        }
        long now = kafkaTimestamp >= 0 ? kafkaTimestamp : clock.getAsLong();
        if (time - now > futureBoundMillis) { // Cannot overflow: both are positive.
            throw new Rejection(
                    RejectReason.TIMESTAMP_IN_FUTURE,
                    "expected an event time at most " + futureBoundMillis + " ms ahead of " + now + " ms, found " + time
                            + " ms: check the machine's clock and source.fields.time-unit");
        }
    }

    private RejectedReading deadLetter(ConsumerRecord<byte[], byte[]> record, Rejection rejection) {
        String detail = rejection.getMessage();
        return new RejectedReading(
                rejection.reason(),
                detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "…",
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? null : ByteBuffer.wrap(record.key()),
                record.value() == null ? null : ByteBuffer.wrap(record.value()),
                clock.getAsLong(),
                found.machineId.isEmpty() ? null : found.machineId,
                found.timeSeen ? found.timestampMillis : null);
    }

    /** What the parser told about one record. */
    private static final class Found implements ReadingVisitor {
        private String machineId = "";
        private boolean timeSeen;
        private long timestampMillis;
        private int sensors;
        private String notFinite;
        private double notFiniteValue;

        void clear() {
            machineId = "";
            timeSeen = false;
            sensors = 0;
            notFinite = null;
        }

        @Override
        public void machine(String id) {
            machineId = id;
        }

        @Override
        public void time(long millis) {
            timeSeen = true;
            timestampMillis = millis;
        }

        @Override
        public void sensor(byte[] buffer, int offset, int length, double value) {
            sensors++;
            if (!Double.isFinite(value) && notFinite == null) {
                notFinite = new String(buffer, offset, Math.min(length, 40), StandardCharsets.UTF_8);
                notFiniteValue = value;
            }
        }
    }
}
