package io.millrace.console.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Records that a job wrote as plain JSON ({@code delivery.output-format: json}): fields by name, enums as their names, an absent value as
 * null. A field that is not there gets its schema's default.
 */
final class JsonRecords<T extends SpecificRecordBase> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Class<T> type;
    private final SpecificData model;
    private final Schema schema;

    JsonRecords(Class<T> type) {
        this.type = type;
        this.model = SpecificData.getForClass(type);
        this.schema = model.getSchema(type);
    }

    /** @throws IOException if the bytes are no such record; says what was expected */
    T read(byte[] bytes) throws IOException {
        try {
            return type.cast(record(schema, JSON.readTree(bytes)));
        } catch (AvroRuntimeException | IllegalArgumentException e) {
            throw new IOException(schema.getName() + " as JSON: " + e.getMessage(), e);
        }
    }

    private Object record(Schema of, JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(
                    "expected an object for " + of.getName() + ", found " + node.getNodeType());
        }
        var record = (IndexedRecord) model.newRecord(null, of);
        for (Schema.Field field : of.getFields()) {
            JsonNode value = node.get(field.name());
            record.put(field.pos(), value == null ? model.getDefaultValue(field) : value(field.schema(), value, field));
        }
        return record;
    }

    private Object value(Schema of, JsonNode node, Schema.Field field) {
        return switch (of.getType()) {
            case UNION -> node.isNull() ? null : value(other(of), node, field);
            case RECORD -> record(of, node);
            case ENUM -> symbol(of, node.asText());
            case STRING -> node.asText();
            case BOOLEAN -> node.asBoolean();
            case INT -> (int) number(node, field).longValue();
            case LONG -> number(node, field).longValue();
            case DOUBLE ->
                node.isNull()
                        ? (Double) Double.NaN
                        : (Double) number(node, field).doubleValue();
            case ARRAY -> {
                var items = new ArrayList<Object>();
                node.forEach(item -> items.add(value(of.getElementType(), item, field)));
                yield items;
            }
            case MAP -> {
                Map<String, Object> items = new HashMap<>();
                node.fields()
                        .forEachRemaining(
                                item -> items.put(item.getKey(), value(of.getValueType(), item.getValue(), field)));
                yield items;
            }
            default -> throw new IllegalArgumentException("field " + field.name() + " has no plain JSON form");
        };
    }

    private static Number number(JsonNode node, Schema.Field field) {
        if (!node.isNumber()) {
            throw new IllegalArgumentException(
                    "expected a number in field " + field.name() + ", found " + node.getNodeType());
        }
        return node.numberValue();
    }

    private Object symbol(Schema of, String name) {
        return model.createEnum(of.hasEnumSymbol(name) || of.getEnumDefault() == null ? name : of.getEnumDefault(), of);
    }

    /** Every union of the contract is a type or null. */
    private static Schema other(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }
}
