package io.millrace.job.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.millrace.job.config.FieldMapping;
import io.millrace.job.source.MappedFields.Field;
import io.millrace.job.source.MappedFields.Role;
import io.millrace.job.source.MappedFields.Where;
import java.io.IOException;

/**
 * Readings that are JSON objects, read as a stream of tokens: {@code {"machineId": "pump-1", "timestamp": 1767225600000,
 * "values": {"temperature": 61.5}}} or any layout that the field mapping describes.
 */
final class JsonReadingParser implements ReadingParser {
    private static final int MAX_DEPTH = 64;

    // Names are not interned: they come from outside, and interned ones are never given back.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // NaN is a reading that is not finite, not one that cannot be read.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // Sensor values have many digits; the JDK's own conversion takes most of a reading's time.
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final MappedFields fields;

    JsonReadingParser(FieldMapping mapping) {
        this.fields = new MappedFields(mapping);
    }

    @Override
    public void parse(byte[] value, ReadingVisitor visitor) throws Rejection {
        fields.begin();
        try (JsonParser json = JSON.createParser(value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw Rejection.undecodable("expected a JSON object, found something else");
            }
            walk(json, fields.root(), Where.TOP);
            if (json.nextToken() != null) {
                throw Rejection.undecodable(
                        "expected the end of the JSON object, found more: write one object per message");
            }
        } catch (JsonProcessingException e) {
            throw Rejection.undecodable("not well-formed JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Rejection.undecodable("not JSON in UTF-8: " + e.getMessage());
        }
        fields.end(visitor);
    }

    private void walk(JsonParser json, Field object, Where where) throws IOException, Rejection {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            Field field = object.child(name);
            switch (json.nextToken()) {
                case START_OBJECT -> enter(json, field, name, where);
                case START_ARRAY -> {
                    fields.structure(field, name, where);
                    json.skipChildren();
                }
                case VALUE_NUMBER_INT -> {
                    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                        fields.number(field, name, where, json.getDoubleValue());
                    } else {
                        fields.whole(field, name, where, json.getLongValue());
                    }
                }
                case VALUE_NUMBER_FLOAT -> fields.number(field, name, where, json.getDoubleValue());
                case VALUE_STRING -> fields.text(field, name, where, json.getText());
                case VALUE_TRUE -> fields.truth(field, name, where, true);
                case VALUE_FALSE -> fields.truth(field, name, where, false);
                default -> {} // null: as if the field were absent
            }
        }
    }

    private void enter(JsonParser json, Field field, String name, Where where) throws IOException, Rejection {
        if (field != null && field.role() == Role.VALUES) {
            fields.enterValues();
            walk(json, field, Where.VALUES);
        } else if (field != null && field.role() == Role.NONE) {
            walk(json, field, Where.ELSEWHERE);
        } else {
            fields.structure(field, name, where);
            json.skipChildren();
        }
    }
}
