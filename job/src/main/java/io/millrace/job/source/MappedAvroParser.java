package io.millrace.job.source;

import io.millrace.job.config.AvroFraming;
import io.millrace.job.config.FieldMapping;
import io.millrace.job.config.TimestampUnit;
import io.millrace.job.source.MappedFields.Field;
import io.millrace.job.source.MappedFields.Role;
import io.millrace.job.source.MappedFields.Where;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Readings that are Avro records of a user's own schema, walked by that schema; the field mapping says what its fields mean.
 *
 * <p>Fields that mean nothing here are walked over, not decoded. Nesting is bounded, since schemas may refer to themselves.
 */
final class MappedAvroParser implements ReadingParser {
    private static final int MAX_DEPTH = 32;
    private static final byte[] MARKER = {(byte) 0xC3, 0x01};
    private static final int SINGLE_OBJECT_BYTES = 10;
    private static final int REGISTRY_BYTES = 5;

    private final Schema schema;
    private final AvroFraming framing;
    private final long fingerprint;
    private final MappedFields fields;
    private final AvroCursor cursor = new AvroCursor();

    MappedAvroParser(Schema schema, AvroFraming framing, FieldMapping mapping) {
        this.schema = schema;
        this.framing = framing;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        this.fields = new MappedFields(mapping);
    }

    @Override
    public void parse(byte[] value, ReadingVisitor visitor) throws Rejection {
        fields.begin();
        cursor.reset(value, contentFrom(value));
        walk(schema, fields.root(), "", Where.TOP, 0);
        cursor.requireEnd();
        fields.end(visitor);
    }

    /** Whether the bytes begin as the framing says; always true of bare records. */
    static boolean looksFramed(byte[] value, AvroFraming framing) {
        return switch (framing) {
            case BARE -> true;
            case SINGLE_OBJECT -> value.length >= SINGLE_OBJECT_BYTES && value[0] == MARKER[0] && value[1] == MARKER[1];
            case REGISTRY -> value.length >= REGISTRY_BYTES && value[0] == 0;
        };
    }

    private int contentFrom(byte[] value) throws Rejection {
        if (!looksFramed(value, framing)) {
            throw Rejection.undecodable("expected an Avro record with the header of source.avro-framing "
                    + framing.name().toLowerCase(Locale.ROOT).replace('_', '-') + ", found another beginning");
        }
        return switch (framing) {
            case BARE -> 0;
            case REGISTRY -> REGISTRY_BYTES;
            case SINGLE_OBJECT -> {
                requireFingerprint(value);
                yield SINGLE_OBJECT_BYTES;
            }
        };
    }

    private void requireFingerprint(byte[] value) throws Rejection {
        long found = 0;
        for (int i = SINGLE_OBJECT_BYTES - 1; i >= MARKER.length; i--) {
            found = found << 8 | value[i] & 0xFF;
        }
        if (found != fingerprint) {
            throw Rejection.undecodable("expected schema fingerprint " + Long.toHexString(fingerprint) + " of "
                    + schema.getFullName() + ", found " + Long.toHexString(found)
                    + ": give the job the writers' schema in source.avro-schema-file");
        }
    }

    private void walk(Schema type, Field field, String name, Where where, int depth) throws Rejection {
        if (depth > MAX_DEPTH) {
            throw Rejection.undecodable("expected at most " + MAX_DEPTH + " levels of nesting, found more");
        }
        switch (type.getType()) {
            case RECORD -> walkRecord(type, field, name, where, depth);
            case MAP -> walkMap(type, field, name, where, depth);
            case ARRAY -> {
                fields.structure(field, name, where);
                walkArray(type, depth);
            }
            case UNION ->
                walk(type.getTypes().get(cursor.readIndex(type.getTypes().size())), field, name, where, depth + 1);
            case ENUM ->
                fields.text(
                        field,
                        name,
                        where,
                        type.getEnumSymbols()
                                .get(cursor.readIndex(type.getEnumSymbols().size())));
            case STRING -> walkString(field, name, where);
            case BYTES -> {
                cursor.skipBytes();
                fields.structure(field, name, where);
            }
            case FIXED -> {
                cursor.skip(type.getFixedSize());
                fields.structure(field, name, where);
            }
            case INT, LONG -> walkWhole(type, field, name, where);
            case FLOAT -> fields.number(field, name, where, cursor.readFloat());
            case DOUBLE -> fields.number(field, name, where, cursor.readDouble());
            case BOOLEAN -> fields.truth(field, name, where, cursor.readBoolean());
            case NULL -> {} // as if the field were absent
        }
    }

    private void walkRecord(Schema type, Field field, String name, Where where, int depth) throws Rejection {
        Where inside = enter(field, name, where, depth);
        for (Schema.Field each : type.getFields()) {
            walk(each.schema(), field == null ? null : field.child(each.name()), each.name(), inside, depth + 1);
        }
    }

    private void walkMap(Schema type, Field field, String name, Where where, int depth) throws Rejection {
        Where inside = enter(field, name, where, depth);
        for (long count = cursor.readBlockCount(); count != 0; count = cursor.readBlockCount()) {
            for (long i = 0; i < count; i++) {
                int length = cursor.skipString();
                // A key matters only where the mapping looks.
                String key = field == null ? "" : text(length);
                walk(type.getValueType(), field == null ? null : field.child(key), key, inside, depth + 1);
            }
        }
    }

    private void walkArray(Schema type, int depth) throws Rejection {
        for (long count = cursor.readBlockCount(); count != 0; count = cursor.readBlockCount()) {
            for (long i = 0; i < count; i++) {
                walk(type.getElementType(), null, "", Where.ELSEWHERE, depth + 1);
            }
        }
    }

    private Where enter(Field field, String name, Where where, int depth) throws Rejection {
        if (field == fields.root()) {
            return Where.TOP;
        }
        if (field != null && field.role() == Role.VALUES) {
            fields.enterValues();
            return Where.VALUES;
        }
        if (where == Where.VALUES || field != null && field.role() != Role.NONE) {
            fields.structure(field, name, where);
        }
        return Where.ELSEWHERE;
    }

    private void walkString(Field field, String name, Where where) throws Rejection {
        int length = cursor.skipString();
        if (field != null || where == Where.VALUES) {
            fields.text(field, name, where, text(length));
        }
    }

    private void walkWhole(Schema type, Field field, String name, Where where) throws Rejection {
        long value = cursor.readLong();
        TimestampUnit unit = ownUnit(type);
        if (unit != null && field != null && field.role() == Role.TIME) {
            fields.whole(field, unit, value);
        } else {
            fields.whole(field, name, where, value);
        }
    }

    /** The unit that the schema itself gives a timestamp, or null. By name: older releases of Avro have no class for nanoseconds. */
    private static TimestampUnit ownUnit(Schema type) {
        return switch (String.valueOf(type.getProp("logicalType"))) {
            case "timestamp-millis" -> TimestampUnit.MILLISECONDS;
            case "timestamp-micros" -> TimestampUnit.MICROSECONDS;
            case "timestamp-nanos" -> TimestampUnit.NANOSECONDS;
            default -> null;
        };
    }

    private String text(int length) {
        return new String(cursor.bytes(), cursor.position() - length, length, StandardCharsets.UTF_8);
    }
}
