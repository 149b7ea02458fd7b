package io.millrace.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
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
     * One record as each checked-in version of its schema encodes it, oldest first; without those that cannot express it.
     *
     * @return arrays as of {@link #encode}
     */
    public static <T extends SpecificRecordBase> List<byte[]> inEveryVersion(Class<T> type, T record) {
        SchemaHistory history = SchemaHistory.of(SpecificData.getForClass(type).getSchema(type));
        byte[] now = of(type).encode(record);
        var all = new ArrayList<byte[]>();
        for (Schema version : history.versions()) {
            try {
                all.add(as(version, history.current(), now));
            } catch (AvroRuntimeException e) {
                // it holds what that version had no word for, such as a later kind of detector
            } catch (IOException e) {
                throw new UncheckedIOException("an array in memory cannot fail to be read or written", e);
            }
        }
        return all;
    }

    /** Keeps the entries of maps in their order, as they are encoded. */
    private static final class OrderedReader extends GenericDatumReader<Object> {
        OrderedReader(Schema writer, Schema reader) {
            super(writer, reader);
        }

        @Override
        protected Object newMap(Object old, int size) {
            return new LinkedHashMap<>();
        }
    }

    private static byte[] as(Schema version, Schema current, byte[] encoded) throws IOException {
        var decoder = DecoderFactory.get()
                .binaryDecoder(encoded, SingleObjectHeader.LENGTH, encoded.length - SingleObjectHeader.LENGTH, null);
        Object record = new OrderedReader(current, version).read(null, decoder);
        var out = new ByteArrayOutputStream(encoded.length);
        out.writeBytes(SingleObjectHeader.of(version));
        new GenericDatumWriter<>(version).write(record, EncoderFactory.get().directBinaryEncoder(out, null));
        return out.toByteArray();
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
