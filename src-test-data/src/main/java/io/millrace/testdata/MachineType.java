package io.millrace.testdata;

import java.util.List;
import java.util.Locale;

/** The kinds of machine in the plant. Machines of one type differ by a few percent, so one model serves them all. */
public enum MachineType {

    /** A centrifugal pump with a variable-speed drive. */
    PUMP(
            new Sensor("flow", "m3/h", 0, 126, 1.2, 2, true),
            new Sensor("suction_pressure", "bar", 1.9, 2.45, 0.006, 3, true),
            new Sensor("discharge_pressure", "bar", 2.2, 7.45, 0.05, 3, true),
            new Sensor("motor_current", "A", 0, 62, 0.6, 2, true),
            new Sensor("bearing_temperature", "degC", 18, 61, 0.4, 2, false),
            new Sensor("vibration_rms", "mm/s", 0.1, 3.1, 0.04, 3, true)) {
        @Override
        Physics physics(long machineSeed) {
            return new PumpPhysics(machineSeed);
        }
    },

    /** A screw compressor with a variable-speed drive on a 7 bar air net. */
    COMPRESSOR(
            new Sensor("air_flow", "m3/min", 0, 25.4, 0.25, 3, true),
            new Sensor("discharge_pressure", "bar", 0, 8.0, 0.06, 3, false),
            new Sensor("motor_current", "A", 0, 178, 1.7, 2, true),
            new Sensor("discharge_temperature", "degC", 16, 97, 0.7, 2, false),
            new Sensor("oil_temperature", "degC", 16, 75, 0.5, 2, false),
            new Sensor("vibration_rms", "mm/s", 0, 3.1, 0.035, 3, true)) {
        @Override
        Physics physics(long machineSeed) {
            return new CompressorPhysics(machineSeed);
        }
    },

    /** A two-zone tunnel oven, electrically heated. */
    OVEN(
            new Sensor("zone_1_temperature", "degC", 110, 226, 0.9, 2, false),
            new Sensor("zone_2_temperature", "degC", 122, 244, 0.9, 2, false),
            new Sensor("heater_power", "kW", 5, 120, 1.3, 2, true),
            new Sensor("fan_speed", "rpm", 360, 1500, 10, 1, true),
            new Sensor("conveyor_speed", "m/min", 0, 3.45, 0.03, 3, true),
            new Sensor("exhaust_temperature", "degC", 69, 153, 0.8, 2, false)) {
        @Override
        Physics physics(long machineSeed) {
            return new OvenPhysics(machineSeed);
        }
    };

    private static final MachineType[] TYPES = values();

    private final List<Sensor> sensors;
    private final String[] sensorNames;

    MachineType(Sensor... sensors) {
        this.sensors = List.of(sensors);
        this.sensorNames = this.sensors.stream().map(Sensor::name).toArray(String[]::new);
    }

    /** In the order of a reading's values. */
    public List<Sensor> sensors() {
        return sensors;
    }

    /** The sensors' names, in the order of a reading's values. */
    public List<String> sensorNames() {
        return List.of(sensorNames);
    }

    /** Shared by all readings of the type. */
    String[] sensorNameArray() {
        return sensorNames;
    }

    /** First part of the ids of this type's machines, such as {@code pump}. */
    public String idPrefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of the plant's machine number {@code index}: types take turns. */
    public static MachineType ofIndex(int index) {
        return TYPES[index % TYPES.length];
    }

    /** Machine number 0 is {@code pump-01}, 1 is {@code compressor-01}, 3 is {@code pump-02} and so on. */
    public static String idOfIndex(int index) {
        int number = index / TYPES.length + 1;
        return ofIndex(index).idPrefix() + (number < 10 ? "-0" : "-") + number;
    }

    abstract Physics physics(long machineSeed);
}
