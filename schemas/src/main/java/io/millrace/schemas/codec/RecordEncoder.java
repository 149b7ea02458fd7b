package io.millrace.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Records of one type to bytes in Avro's single-object encoding, with the current schema.
 *
 * <p>One per task, not thread-safe: it keeps a buffer, which grows to the largest record. The same record gives the same
 * bytes, except that a map's entries come in the order in which the given map iterates.
 *
 * @param <T> the generated record class
 */
public final class RecordEncoder<T extends SpecificRecordBase> {
    private final Schema schema;
    private final byte[] header; // [10]
    private final DatumWriter<T> writer;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    private BinaryEncoder encoder;

    private RecordEncoder(Schema schema, DatumWriter<T> writer) {
        this.schema = schema;
        this.header = SingleObjectHeader.of(schema);
        this.writer = writer;
    }

    /** An encoder for a generated record class. */
    @SuppressWarnings("unchecked") // Avro's writer is typed by its schema, which is T's.
    public static <T extends SpecificRecordBase> RecordEncoder<T> of(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        Schema schema = model.getSchema(type);
        return new RecordEncoder<>(schema, (DatumWriter<T>) model.createDatumWriter(schema));
    }

    /**
     * Encodes one record.
     *
     * @return a new array: marker, fingerprint, content
     * @throws IllegalArgumentException if a field that must not be null is
     */
    public byte[] encode(T record) {
        out.reset();
        out.writeBytes(header);
        encoder = EncoderFactory.get().directBinaryEncoder(out, encoder);
        try {
            writer.write(record, encoder);
        } catch (NullPointerException | ClassCastException | AvroRuntimeException e) {
            // What Avro throws for a null or a wrong type in a record that was not made by its builder.
            throw new IllegalArgumentException(
                    schema.getName() + " cannot be encoded: " + e.getMessage() + "; make it with " + schema.getName()
                            + ".newBuilder(), which checks every field",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory cannot fail to be written", e);
        }
        return out.toByteArray();
    }
}
