package io.millrace.benchmarks.traffic;

import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Machines that all have the same sensors and report in turn. A value is noise of mean 0 and standard deviation 1, told by machine, sensor
 * and step; while a fault lasts it is 6 higher. One per thread: the encoder is not shared.
 */
public final class Fleet {

    /** Steps from one fault of a machine to the next. */
    public static final int FAULT_EVERY = 1500;

    /** Steps that a fault lasts. */
    public static final int FAULT_STEPS = 20;

    private static final double FAULT_OFFSET = 6;
    private static final int NOISES = 1 << 14; // power of two

    private final int machines;
    private final List<String> sensors;
    private final double[] noises; // [NOISES]
    private final RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);

    public Fleet(int machines, int sensors) {
        if (machines < 1 || sensors < 1) {
            throw new IllegalArgumentException(
                    "a fleet needs machines and sensors, found " + machines + " and " + sensors);
        }
        this.machines = machines;
        this.sensors = sensorNames(sensors);
        var random = new java.util.Random(7);
        this.noises = random.doubles(NOISES, -1.732, 1.732).toArray(); // standard deviation 1
    }

    /** Names as plants give them: about a dozen letters. */
    static List<String> sensorNames(int sensors) {
        var names = new ArrayList<String>();
        for (int s = 0; s < sensors; s++) {
            names.add("channel_%02d_mean".formatted(s));
        }
        return List.copyOf(names);
    }

    public int machines() {
        return machines;
    }

    public static String machineId(int machine) {
        return "machine-" + machine;
    }

    public static byte[] key(int machine) {
        return machineId(machine).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the machine has a fault at the step; those of different machines are spread in time. */
    public static boolean faulty(int machine, long step) {
        return Math.floorMod(step + 37L * machine, FAULT_EVERY) >= FAULT_EVERY - FAULT_STEPS;
    }

    public double value(int machine, int sensor, long step) {
        long mixed = (machine * 31L + sensor) * 1_000_003L + step * 7_919L;
        double noise = noises[(int) ((mixed ^ mixed >>> 15) & NOISES - 1)];
        return faulty(machine, step) ? noise + FAULT_OFFSET : noise;
    }

    /** A row, [sensors]. */
    public void row(int machine, long step, double[] row) {
        for (int s = 0; s < row.length; s++) {
            row[s] = value(machine, s, step);
        }
    }

    /** The reading as it is written to the topic. */
    public byte[] reading(int machine, long step, long timestampMillis) {
        Map<String, Double> values = new TreeMap<>();
        for (int s = 0; s < sensors.size(); s++) {
            values.put(sensors.get(s), value(machine, s, step));
        }
        return encoder.encode(SensorReading.newBuilder()
                .setMachineId(machineId(machine))
                .setTimestampMillis(timestampMillis)
                .setValues(values)
                .build());
    }
}
