package io.millrace.job.source;

import io.millrace.job.config.FieldMapping;
import io.millrace.job.config.TimestampUnit;
import io.millrace.schemas.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Gathers the parts of one reading from the fields of a record whose layout the configuration describes, whichever encoding
 * they come from.
 *
 * <p>One per task, not thread-safe. Keeps the names of sensors it has seen, so that a known one costs no memory.
 */
final class MappedFields {
    private static final int MAX_KNOWN_NAMES = 10_000;

    /** What a field means. */
    enum Role {
        NONE,
        MACHINE,
        TIME,
        VALUES,
        SENSOR
    }

    /** A field that the mapping names, or one on the way to it. Immutable once built. */
    static final class Field {
        private final Map<String, Field> children = new HashMap<>();
        private Role role = Role.NONE;
        private TimestampUnit unit;
        private byte[] sensor;

        Role role() {
            return role;
        }

        /** The named field within this one, or null. A name with dots may stand for a path. */
        Field child(String name) {
            Field direct = children.get(name);
            int dot = direct == null ? name.indexOf('.') : -1;
            if (dot < 0) {
                return direct;
            }
            Field outer = children.get(name.substring(0, dot));
            return outer == null ? null : outer.child(name.substring(dot + 1));
        }

        private Field at(String path) {
            Field field = this;
            for (String name : path.split("\\.", -1)) {
                field = field.children.computeIfAbsent(name, n -> new Field());
            }
            return field;
        }
    }

    /** Sensors of one record: names and values side by side. */
    private static final class Sensors {
        private byte[][] names = new byte[16][]; // [≥ size], in UTF-8
        private double[] values = new double[16]; // [≥ size]
        private int size;

        void add(byte[] name, double value) {
            if (size == values.length) {
                names = Arrays.copyOf(names, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            names[size] = name;
            values[size++] = value;
        }
    }

    private final FieldMapping mapping;
    private final Field root = new Field();
    private final boolean sensorsAreListed;
    private final Map<String, byte[]> knownNames = new HashMap<>();

    private final Sensors mapped = new Sensors(); // listed ones, or those within the values field
    private final Sensors loose = new Sensors(); // other numbers of the record
    private boolean valuesSeen;
    private String machine;
    private boolean timeSeen;
    private long timeMillis;

    MappedFields(FieldMapping mapping) {
        this.mapping = mapping;
        this.sensorsAreListed = !mapping.sensors().isEmpty();
        if (!mapping.values().isEmpty() && !sensorsAreListed) {
            root.at(mapping.values()).role = Role.VALUES;
        }
        mapping.sensors().forEach((path, sensor) -> {
            Field field = root.at(path);
            field.role = Role.SENSOR;
            field.sensor = sensor.getBytes(StandardCharsets.UTF_8);
        });
        if (mapping.time().isEmpty()) {
            timeField("timestamp", mapping.timeUnit());
            timeField("timestampMillis", TimestampUnit.MILLISECONDS);
        } else {
            timeField(mapping.time(), mapping.timeUnit());
        }
        root.at(mapping.machine()).role = Role.MACHINE;
    }

    private void timeField(String path, TimestampUnit unit) {
        Field field = root.at(path);
        field.role = Role.TIME;
        field.unit = unit;
    }

    Field root() {
        return root;
    }

    /** Begins a record. */
    void begin() {
        mapped.size = 0;
        loose.size = 0;
        valuesSeen = false;
        machine = null;
        timeSeen = false;
    }

    /** Notes that the record has the field that holds the sensors. */
    void enterValues() {
        valuesSeen = true;
    }

    /**
     * A number.
     *
     * @param field what the mapping says about it, or null
     * @param name the field's own name, for a sensor that is not listed
     * @param where in which object it stands
     */
    void number(Field field, String name, Where where, double value) throws Rejection {
        switch (role(field)) {
            case MACHINE -> machine = plain(value);
            case TIME -> time(field.unit.toMillis(value));
            case SENSOR -> mapped.add(field.sensor, value);
            case VALUES, NONE -> unlisted(name, where, value);
        }
    }

    /** As {@link #number(Field, String, Where, double)}, for a whole number. */
    void whole(Field field, String name, Where where, long value) throws Rejection {
        switch (role(field)) {
            case MACHINE -> machine = Long.toString(value);
            case TIME -> time(field.unit.toMillis(value));
            case SENSOR -> mapped.add(field.sensor, value);
            case VALUES, NONE -> unlisted(name, where, value);
        }
    }

    /** A time whose unit the encoding itself tells. */
    void whole(Field field, TimestampUnit unit, long value) {
        if (role(field) == Role.TIME) {
            time(unit.toMillis(value));
        }
    }

    /** A truth value: 1 or 0 where a sensor is meant. */
    void truth(Field field, String name, Where where, boolean value) throws Rejection {
        switch (role(field)) {
            case MACHINE, TIME -> throw wrong(name, "text or a number", "a truth value");
            case SENSOR -> mapped.add(field.sensor, value ? 1 : 0);
            case VALUES, NONE -> {
                if (where == Where.VALUES) {
                    mapped.add(known(name), value ? 1 : 0);
                }
            }
        }
    }

    /** A text: a number where a sensor is meant, an ISO-8601 date where a time is meant. */
    void text(Field field, String name, Where where, String value) throws Rejection {
        switch (role(field)) {
            case MACHINE -> machine = value;
            case TIME -> time(parseTime(field, name, value));
            case SENSOR -> mapped.add(field.sensor, parseNumber(name, value));
            case VALUES, NONE -> {
                if (where == Where.VALUES) {
                    mapped.add(known(name), parseNumber(name, value));
                }
            }
        }
    }

    /** An object, array or other structure where it is not entered: refused where a value is meant. */
    void structure(Field field, String name, Where where) throws Rejection {
        switch (role(field)) {
            case MACHINE, TIME, SENSOR -> throw wrong(name, "a single value", "a structure");
            case VALUES -> throw wrong(name, "an object of sensors", "another structure");
            case NONE -> {
                if (where == Where.VALUES) {
                    throw wrong(name, "a number", "a structure");
                }
            }
        }
    }

    /** Ends the record and hands on what was gathered. */
    void end(ReadingVisitor visitor) throws Rejection {
        if (machine == null) {
            throw missing("machine", mapping.machine());
        }
        if (!timeSeen) {
            throw missing("time", mapping.time().isEmpty() ? "timestamp or timestampMillis" : mapping.time());
        }
        visitor.machine(machine);
        visitor.time(timeMillis);
        Sensors sensors = sensorsAreListed || valuesSeen ? mapped : loose;
        for (int i = 0; i < sensors.size; i++) {
            visitor.sensor(sensors.names[i], 0, sensors.names[i].length, sensors.values[i]);
        }
    }

    /** In which object of the record a field stands. */
    enum Where {
        TOP,
        VALUES,
        ELSEWHERE
    }

    private static Role role(Field field) {
        return field == null ? Role.NONE : field.role;
    }

    private void unlisted(String name, Where where, double value) {
        if (where == Where.VALUES) {
            mapped.add(known(name), value);
        } else if (where == Where.TOP && !sensorsAreListed && !valuesSeen) {
            loose.add(known(name), value);
        }
    }

    private void time(long millis) {
        timeSeen = true;
        timeMillis = millis;
    }

    private byte[] known(String name) {
        byte[] bytes = knownNames.get(name);
        if (bytes == null) {
            if (knownNames.size() == MAX_KNOWN_NAMES) {
                knownNames.clear(); // Names that never repeat must not fill the memory.
            }
            bytes = name.getBytes(StandardCharsets.UTF_8);
            knownNames.put(name, bytes);
        }
        return bytes;
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static double parseNumber(String name, String text) throws Rejection {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong(name, "a number", "the text `" + shortened(text) + "`");
        }
    }

    private static long parseTime(Field field, String name, String text) throws Rejection {
        try {
            if (text.length() > 10 && text.charAt(4) == '-') {
                String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + "T" + text.substring(11) : text;
                TemporalAccessor time =
                        DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
                // Without an offset it is taken as UTC: the only reading that does not depend on where the job runs.
                OffsetDateTime moment =
                        time instanceof LocalDateTime local ? local.atOffset(ZoneOffset.UTC) : (OffsetDateTime) time;
                return moment.toInstant().toEpochMilli();
            }
            return text.indexOf('.') < 0
                    ? field.unit.toMillis(Long.parseLong(text))
                    : field.unit.toMillis(Double.parseDouble(text));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw wrong(name, "a time such as 2026-03-01T06:00:00Z or a number", "`" + shortened(text) + "`");
        }
    }

    private static Rejection wrong(String name, String expected, String found) {
        return Rejection.undecodable("field " + shortened(name) + ": expected " + expected + ", found " + found
                + ": correct the writer or source.fields.*");
    }

    private static Rejection missing(String what, String field) {
        return new Rejection(
                RejectReason.MISSING_FIELD,
                "no " + what + ": expected field " + field + ", found none: correct the writer or source.fields.*");
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
