package io.millrace.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What the job writes, as it writes it: Avro's single-object encoding, or JSON ({@code alerts.format}); told apart record by record. Not thread-safe.
 *
 * @param <T> the record
 */
public final class OutputReader<T extends SpecificRecordBase> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Class<T> type;
    private final RecordDecoder<T> avro;
    private final SpecificData model;

    private OutputReader(Class<T> type) {
        this.type = type;
        this.avro = RecordDecoder.of(type);
        this.model = SpecificData.getForClass(type);
    }

    public static <T extends SpecificRecordBase> OutputReader<T> of(Class<T> type) {
        return new OutputReader<>(type);
    }

    /** @throws IOException if the bytes are no such record; says what was expected and what was found */
    public T read(byte[] value) throws IOException {
        if (value == null) {
            throw new IOException("expected " + name() + ", found a record without value");
        }
        try {
            return RecordDecoder.looksEncoded(value) ? avro.decode(value) : fromJson(value);
        } catch (UndecodableRecordException | AvroRuntimeException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private String name() {
        return type.getSimpleName();
    }

    private T fromJson(byte[] value) throws IOException {
        JsonNode node = JSON.readTree(value);
        if (node == null || !node.isObject()) {
            throw new IOException("expected " + name() + " as Avro or as a JSON object, found neither");
        }
        return type.cast(record(model.getSchema(type), node));
    }

    private IndexedRecord record(Schema schema, JsonNode node) {
        var record = (IndexedRecord) model.newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            JsonNode value = node.get(field.name());
            record.put(field.pos(), value == null ? model.getDefaultValue(field) : value(field.schema(), value));
        }
        return record;
    }

    private Object value(Schema schema, JsonNode node) {
        return switch (schema.getType()) {
            case UNION -> node.isNull() ? null : value(present(schema), node);
            case RECORD -> record(schema, node);
            case ENUM -> symbol(schema, node.asText());
            case STRING -> node.asText();
            case BOOLEAN -> node.booleanValue();
            case INT -> node.intValue();
            case LONG -> node.longValue();
            case DOUBLE -> node.isNull() ? (Double) Double.NaN : (Double) node.doubleValue(); // JSON has no NaN
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                node.forEach(item -> items.add(value(schema.getElementType(), item)));
                yield items;
            }
            default ->
                throw new IllegalArgumentException(
                        "a field of type " + schema.getType() + " has no plain JSON form here");
        };
    }

    private static Schema present(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    /** A word of a newer job stands for what the schema calls its default, as with Avro. */
    private Object symbol(Schema schema, String word) {
        String known = schema.hasEnumSymbol(word) ? word : schema.getEnumDefault();
        if (known == null) {
            throw new IllegalArgumentException("expected one of " + schema.getEnumSymbols() + " for " + schema.getName()
                    + ", found `" + word + "`");
        }
        return model.createEnum(known, schema);
    }
}
