package io.millrace.detection.reading;

/**
 * One channel of a machine.
 *
 * @param name as it stands in the reading's value map
 * @param role how the sensor takes part in detection
 * @param unit physical unit for people ("°C"), empty when unknown
 */
public record Sensor(String name, SensorRole role, String unit) {

    public Sensor {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a sensor needs a name, found a blank one: name the column");
        }
    }

    public static Sensor continuous(String name) {
        return new Sensor(name, SensorRole.CONTINUOUS, "");
    }
}
