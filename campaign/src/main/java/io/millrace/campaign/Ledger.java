package io.millrace.campaign;

import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.testdata.MachineType;
import io.millrace.testdata.Plant;
import io.millrace.testdata.PlantOptions;
import io.millrace.testdata.SimulatedMachine;
import io.millrace.testdata.SimulatedReading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * The readings of a simulated plant, numbered: reading (machine, sequence) is the same whenever it is asked for, so that what was written to
 * the broker can be computed again.
 *
 * @param plant without end in practice: long enough for every campaign
 * @param timeOf event time of a sequence number, epoch milliseconds
 */
public record Ledger(Plant plant, LongUnaryOperator timeOf) {

    private static final RecordEncoder<SensorReading> ENCODER = RecordEncoder.of(SensorReading.class);
    private static final double FAULTS_PER_MACHINE_DAY = 12;
    private static final long DAYS = 20;

    /** Readings every ten seconds of plant time. */
    public static Ledger of(int machines, long seed) {
        PlantOptions options = options(machines, seed);
        return new Ledger(Plant.of(options), sequence -> options.startMillis() + sequence * options.intervalMillis());
    }

    /** The same plant, whose readings say that they were taken at another pace, beginning now. */
    public static Ledger live(int machines, long seed, long intervalMillis) {
        long start = System.currentTimeMillis();
        return new Ledger(Plant.of(options(machines, seed)), sequence -> start + sequence * intervalMillis);
    }

    private static PlantOptions options(int machines, long seed) {
        return PlantOptions.defaults()
                .withMachines(machines)
                .withSeed(seed)
                .withMinutes(DAYS * 24 * 60)
                .withFaultsPerMachineDay(FAULTS_PER_MACHINE_DAY);
    }

    public int machines() {
        return plant.options().machines();
    }

    public static String machineId(int machine) {
        return MachineType.idOfIndex(machine);
    }

    static byte[] key(int machine) {
        return machineId(machine).getBytes(StandardCharsets.UTF_8);
    }

    /** One machine's raw rows in the order of the model's sensors, [rows][sensors]. */
    double[][] rows(int machine, int count, String[] sensors) {
        SimulatedMachine source = plant.machine(machine);
        double[][] rows = new double[count][];
        int[] places = null;
        for (int n = 0; n < count; n++) {
            SimulatedReading reading = source.next();
            if (places == null) {
                places = Arrays.stream(sensors)
                        .mapToInt(sensor -> Arrays.asList(reading.sensors()).indexOf(sensor))
                        .toArray();
            }
            double[] row = new double[places.length];
            for (int s = 0; s < row.length; s++) {
                row[s] = reading.values()[places[s]];
            }
            rows[n] = row;
        }
        return rows;
    }

    /** A reading as it goes to the topic. */
    byte[] encode(SimulatedReading reading, long sequence) {
        Map<String, Double> values = new HashMap<>();
        for (int s = 0; s < reading.sensors().length; s++) {
            values.put(reading.sensors()[s], reading.values()[s]);
        }
        return ENCODER.encode(SensorReading.newBuilder()
                .setMachineId(reading.machineId())
                .setTimestampMillis(timeOf.applyAsLong(sequence))
                .setValues(values)
                .build());
    }
}
