package io.millrace.job.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a reading's parts are in JSON records and in Avro records of a user's own schema. A field inside another is
 * written with a dot: {@code device.id}.
 *
 * @param machine field with the machine's identity
 * @param time field with the event time, a number in {@code timeUnit} or an ISO-8601 text; empty to accept
 *     {@code timestamp} and {@code timestampMillis}
 * @param timeUnit unit of a time that is a number
 * @param values field that holds the sensors as an object or map; used when {@code sensors} is empty
 * @param sensors field to sensor name, in the order written; empty to take every number under {@code values} or, if there is no
 *     such field, every number of the record
 */
public record FieldMapping(
        String machine, String time, TimestampUnit timeUnit, String values, Map<String, String> sensors)
        implements Serializable {

    public FieldMapping {
        sensors = Collections.unmodifiableMap(new LinkedHashMap<>(sensors));
    }

    /** The mapping of Millrace's own JSON. */
    public static FieldMapping standard() {
        return new FieldMapping("machineId", "", TimestampUnit.MILLISECONDS, "values", Map.of());
    }

    /** Reads {@code field} or {@code sensor=field} entries. */
    static Map<String, String> parseSensors(List<String> entries) {
        Map<String, String> fieldToSensor = new LinkedHashMap<>();
        Set<String> sensors = new HashSet<>();
        List<String> violations = new ArrayList<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            String sensor = equals < 0 ? entry : entry.substring(0, equals).strip();
            String field = equals < 0 ? entry : entry.substring(equals + 1).strip();
            if (sensor.isEmpty() || field.isEmpty()) {
                violations.add("source.fields.sensors: expected `field` or `sensor=field`, found `" + entry + "`");
            } else if (!sensors.add(sensor) || fieldToSensor.put(field, sensor) != null) {
                violations.add("source.fields.sensors: `" + entry + "` repeats a sensor or a field: name each once");
            }
        }
        if (!violations.isEmpty()) {
            throw new ConfigException(violations);
        }
        return fieldToSensor;
    }
}
