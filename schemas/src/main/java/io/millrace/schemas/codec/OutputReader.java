package io.millrace.schemas.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What the job writes, as it writes it: Avro's single-object encoding, or plain JSON ({@code alerts.format: json}); told apart record by
 * record. Of JSON a field that is missing takes its schema's default, and a word of a newer job stands for the enum's default, as with Avro.
 * Not thread-safe.
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

    /**
     * Reads one record.
     *
     * @param value bytes of the record, null for one without
     * @throws UndecodableRecordException if the bytes are no such record; says what was expected and what was found
     */
    public T read(byte[] value) throws UndecodableRecordException {
        if (value == null) {
            throw new UndecodableRecordException(
                    name(), "expected Avro or a JSON object, found a record without value");
        }
        return RecordDecoder.looksEncoded(value) ? avro.decode(value) : fromJson(value);
    }

    private String name() {
        return type.getSimpleName();
    }

    private T fromJson(byte[] value) throws UndecodableRecordException {
        try {
            JsonNode node = JSON.readTree(value);
            if (!node.isObject()) {
                throw new IllegalArgumentException("expected Avro or a JSON object, found " + kind(node));
            }
            return type.cast(record(model.getSchema(type), node));
        } catch (IOException e) {
            // Jackson's own message quotes the bytes, which may be anything.
            throw new UndecodableRecordException(name(), "expected Avro or a JSON object, found neither", e);
        } catch (AvroRuntimeException | IllegalArgumentException e) {
            throw new UndecodableRecordException(name(), e.getMessage(), e);
        }
    }

    private IndexedRecord record(Schema schema, JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected an object for " + schema.getName() + ", found " + kind(node));
        }
        var record = (IndexedRecord) model.newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            JsonNode value = node.get(field.name());
            record.put(field.pos(), value == null ? fallback(field) : value(field.schema(), value, field));
        }
        return record;
    }

    private Object fallback(Schema.Field field) {
        if (!field.hasDefaultValue()) {
            throw new IllegalArgumentException("expected a field " + field.name() + ", found none");
        }
        return model.getDefaultValue(field);
    }

    private Object value(Schema schema, JsonNode node, Schema.Field field) {
        return switch (schema.getType()) {
            case UNION -> node.isNull() ? null : value(present(schema), node, field);
            case RECORD -> record(schema, node);
            case ENUM -> symbol(schema, node.asText());
            case STRING -> {
                require(node.isTextual(), "a text", node, field);
                yield node.textValue();
            }
            case BYTES -> bytes(node, field);
            case BOOLEAN -> {
                require(node.isBoolean(), "true or false", node, field);
                yield node.booleanValue();
            }
            case INT -> {
                require(node.isNumber(), "a number", node, field);
                yield node.intValue();
            }
            case LONG -> {
                require(node.isNumber(), "a number", node, field);
                yield node.longValue();
            }
            case DOUBLE -> {
                require(node.isNumber() || node.isNull(), "a number", node, field);
                yield node.isNull() ? (Double) Double.NaN : (Double) node.doubleValue(); // JSON has no NaN
            }
            case ARRAY -> {
                require(node.isArray(), "an array", node, field);
                List<Object> items = new ArrayList<>();
                node.forEach(item -> items.add(value(schema.getElementType(), item, field)));
                yield items;
            }
            case MAP -> {
                require(node.isObject(), "an object", node, field);
                Map<String, Object> items = new HashMap<>();
                node.fields()
                        .forEachRemaining(
                                item -> items.put(item.getKey(), value(schema.getValueType(), item.getValue(), field)));
                yield items;
            }
            default ->
                throw new IllegalArgumentException("field " + field.name() + " has no plain JSON form in this version");
        };
    }

    private static ByteBuffer bytes(JsonNode node, Schema.Field field) {
        require(node.isTextual(), "bytes in Base64", node, field);
        try {
            return ByteBuffer.wrap(node.binaryValue());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "expected bytes in Base64 in field " + field.name() + ", found other characters", e);
        }
    }

    private static void require(boolean holds, String expected, JsonNode node, Schema.Field field) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "expected " + expected + " in field " + field.name() + ", found " + kind(node));
        }
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /** Every union of the contract is a type or null. */
    private static Schema present(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    private Object symbol(Schema schema, String word) {
        String known = schema.hasEnumSymbol(word) ? word : schema.getEnumDefault();
        if (known == null) {
            throw new IllegalArgumentException("expected one of " + schema.getEnumSymbols() + " for " + schema.getName()
                    + ", found `" + word + "`");
        }
        return model.createEnum(known, schema);
    }
}
