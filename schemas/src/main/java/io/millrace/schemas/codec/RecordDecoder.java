package io.millrace.schemas.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Bytes in Avro's single-object encoding to records of one type, whichever version of its schema they were written with.
 *
 * <p>One per task, not thread-safe: it keeps a buffer and a prepared reader per writer's schema. A decoded record is the
 * caller's. Avro's {@code BinaryMessageDecoder} does the same on trusted bytes; this one checks them first.
 *
 * @param <T> the generated record class
 */
public final class RecordDecoder<T extends SpecificRecordBase> {
    private final SchemaHistory history;
    private final SpecificData model;
    private final EncodedRecordCheck check;
    private final Map<Schema, DatumReader<T>> readers = new HashMap<>();
    private long lastFingerprint;
    private Schema lastWriter;
    private DatumReader<T> lastReader;
    private BinaryDecoder buffer;

    private RecordDecoder(SchemaHistory history, SpecificData model) {
        this.history = history;
        this.model = model;
        this.check = new EncodedRecordCheck(history.recordName());
    }

    /** A decoder for a generated record class and all versions of its schema that are checked in. */
    public static <T extends SpecificRecordBase> RecordDecoder<T> of(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        return new RecordDecoder<>(SchemaHistory.of(model.getSchema(type)), model);
    }

    /** Whether the bytes start as this encoding does; JSON and the registry's wire format do not. */
    public static boolean looksEncoded(byte[] bytes) {
        return SingleObjectHeader.startsWithMarker(bytes, 0, bytes.length);
    }

    /** As {@link #decode(byte[], int, int)}, for a whole array. */
    public T decode(byte[] bytes) throws UndecodableRecordException {
        return decode(bytes, 0, bytes.length);
    }

    /**
     * Decodes one record.
     *
     * @param bytes holds the record from {@code offset} on; neither kept nor changed
     * @param length length of marker, fingerprint and content; nothing may follow
     * @throws UndecodableRecordException whatever is wrong with the bytes
     */
    public T decode(byte[] bytes, int offset, int length) throws UndecodableRecordException {
        requireHeader(bytes, offset, length);
        prepareReader(SingleObjectHeader.fingerprintIn(bytes, offset));
        int content = offset + SingleObjectHeader.LENGTH;
        int end = offset + length;
        check.check(lastWriter, bytes, content, end);
        try {
            buffer = DecoderFactory.get().binaryDecoder(bytes, content, end - content, buffer);
            return lastReader.read(null, buffer);
        } catch (AvroRuntimeException | IOException e) {
            // The encoding is sound, so this is the one thing left: a value that the current schema cannot express.
            throw new UndecodableRecordException(
                    history.recordName(),
                    "written with schema " + SchemaHistory.hex(lastFingerprint)
                            + ", it holds what the current schema cannot express: " + e.getMessage(),
                    e);
        }
    }

    private void requireHeader(byte[] bytes, int offset, int length) throws UndecodableRecordException {
        if (!SingleObjectHeader.startsWithMarker(bytes, offset, length)) {
            throw new UndecodableRecordException(
                    history.recordName(),
                    "expected the marker c3 01 of Avro's single-object encoding, found "
                            + firstBytes(bytes, offset, length)
                            + "; configure the format that the topic's writers use, or have them use this encoding");
        }
        if (length < SingleObjectHeader.LENGTH) {
            throw new UndecodableRecordException(
                    history.recordName(),
                    "expected a header of " + SingleObjectHeader.LENGTH + " bytes, found " + length
                            + " bytes in all; the record was cut off");
        }
    }

    private void prepareReader(long fingerprint) throws UndecodableRecordException {
        if (lastReader != null && fingerprint == lastFingerprint) {
            return;
        }
        Schema writer = history.writtenWith(fingerprint)
                .orElseThrow(
                        () -> new UndecodableRecordException(
                                history.recordName(),
                                "expected one of the known schema fingerprints (" + history.describe() + "), found "
                                        + SchemaHistory.hex(fingerprint)
                                        + "; the writer uses a newer or foreign schema: upgrade the reader, or check the topic"));
        lastReader = readers.computeIfAbsent(writer, this::newReader);
        lastWriter = writer;
        lastFingerprint = fingerprint;
    }

    @SuppressWarnings("unchecked") // Avro's reader is typed by its schema, which is T's.
    private DatumReader<T> newReader(Schema writer) {
        return (DatumReader<T>) model.createDatumReader(writer, history.current());
    }

    private static String firstBytes(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return "no bytes";
        }
        return length == 1
                ? String.format("the single byte %02x", bytes[offset])
                : String.format("%02x %02x", bytes[offset], bytes[offset + 1]);
    }
}
