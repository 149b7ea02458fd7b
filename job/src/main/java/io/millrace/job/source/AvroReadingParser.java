package io.millrace.job.source;

import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.SchemaNormalization;

/**
 * Readings in Avro's single-object encoding of {@link SensorReading}.
 *
 * <p>Bytes of the current schema, which is nearly all of them, are walked in place: no record, map, string or boxed number is
 * made. Those of older schemas go through the schemas' own decoder. A test keeps the walk equal to the decoder.
 */
final class AvroReadingParser implements ReadingParser {
    private static final int HEADER_BYTES = 10;
    private static final int MARKER_BYTES = 2;
    private static final long CURRENT = SchemaNormalization.parsingFingerprint64(SensorReading.getClassSchema());

    private final AvroCursor cursor = new AvroCursor();
    private final RecordDecoder<SensorReading> otherVersions = RecordDecoder.of(SensorReading.class);

    @Override
    public void parse(byte[] value, ReadingVisitor visitor) throws Rejection {
        if (value.length >= HEADER_BYTES && RecordDecoder.looksEncoded(value) && fingerprint(value) == CURRENT) {
            walk(value, visitor);
        } else {
            decode(value, visitor);
        }
    }

    private void walk(byte[] value, ReadingVisitor visitor) throws Rejection {
        cursor.reset(value, HEADER_BYTES);
        int machineLength = cursor.skipString();
        visitor.machine(value, cursor.position() - machineLength, machineLength);
        visitor.time(cursor.readLong());
        for (long count = cursor.readBlockCount(); count != 0; count = cursor.readBlockCount()) {
            for (long i = 0; i < count; i++) {
                int nameLength = cursor.skipString();
                int name = cursor.position() - nameLength;
                visitor.sensor(value, name, nameLength, cursor.readDouble());
            }
        }
        boolean hasSequence = cursor.readIndex(2) == 1;
        if (hasSequence) {
            cursor.readLong();
        }
        cursor.requireEnd();
    }

    private void decode(byte[] value, ReadingVisitor visitor) throws Rejection {
        SensorReading reading;
        try {
            reading = otherVersions.decode(value);
        } catch (UndecodableRecordException e) {
            throw Rejection.undecodable(e.getMessage());
        }
        visitor.machine(reading.getMachineId());
        visitor.time(reading.getTimestampMillis());
        for (Map.Entry<String, Double> sensor : reading.getValues().entrySet()) {
            byte[] name = sensor.getKey().getBytes(StandardCharsets.UTF_8);
            visitor.sensor(name, 0, name.length, sensor.getValue());
        }
    }

    private static long fingerprint(byte[] value) {
        long fingerprint = 0;
        for (int i = HEADER_BYTES - 1; i >= MARKER_BYTES; i--) {
            fingerprint = fingerprint << 8 | value[i] & 0xFF;
        }
        return fingerprint;
    }
}
