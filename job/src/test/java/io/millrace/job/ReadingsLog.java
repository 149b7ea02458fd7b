package io.millrace.job;

import io.millrace.job.config.JobConfig;
import io.millrace.job.config.SourceConfig;
import io.millrace.job.source.ReadingParsers;
import io.millrace.job.source.ReadingValidator;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A log of readings as a plant leaves it: several machines, Avro and JSON, a little out of order, with duplicates, late readings, records
 * that are none, and two faults per machine for {@link MeanModel} to find.
 */
final class ReadingsLog {
    static final int MACHINES = 6;

    /** A record as it is written to the topic. */
    record Entry(String machine, byte[] value) {}

    /** Steps {@code from} (inclusive) to {@code to} (exclusive) of a machine that are missing. */
    record Pause(int machine, int from, int to) {
        boolean holds(int ofMachine, int step) {
            return ofMachine == machine && step >= from && step < to;
        }

        /** Event time of the machine's reading at a step. */
        long timestampMillis(int step) {
            return START + (long) step * STEP_MILLIS + machine;
        }
    }

    private static final Pause NOBODY_PAUSES = new Pause(-1, 0, 0);
    private static final long START = 1_767_225_600_000L; // 2026-01-01T00:00:00Z
    private static final int STEPS = 400;
    private static final int STEP_MILLIS = 1_000;
    private static final int[] FAULTS = {120, 260}; // first steps
    private static final int FAULT_STEPS = 15;

    private ReadingsLog() {}

    static List<Entry> of(long seed) {
        return of(seed, NOBODY_PAUSES);
    }

    /** The log of a plant in which one machine sends nothing for a while and then goes on. */
    static List<Entry> withPause(long seed, Pause pause) {
        return of(seed, pause);
    }

    private static List<Entry> of(long seed, Pause pause) {
        Random random = new Random(seed);
        RecordEncoder<SensorReading> avro = RecordEncoder.of(SensorReading.class);
        List<Entry> log = new ArrayList<>();
        List<SensorReading> held = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            for (int machine = 0; machine < MACHINES; machine++) {
                SensorReading reading = reading("pump-" + machine, step, machine, random);
                if (pause.holds(machine, step)) {
                    continue;
                }
                switch (random.nextInt(40)) {
                    case 0 -> held.add(reading); // comes a few steps later
                    case 1 -> {
                        log.add(new Entry(reading.getMachineId(), avro.encode(reading)));
                        log.add(new Entry(reading.getMachineId(), json(reading)));
                    }
                    case 2 -> {
                        log.add(new Entry(reading.getMachineId(), avro.encode(reading)));
                        log.add(new Entry(reading.getMachineId(), "no reading".getBytes(StandardCharsets.UTF_8)));
                    }
                    default ->
                        log.add(new Entry(
                                reading.getMachineId(), random.nextBoolean() ? avro.encode(reading) : json(reading)));
                }
            }
            if (held.size() > 10 || step == STEPS - 10) {
                held.forEach(reading -> log.add(new Entry(reading.getMachineId(), avro.encode(reading))));
                held.clear();
            }
        }
        return log;
    }

    /** Readings of which each was changed in one to three places. */
    static List<Entry> damaged(long seed, int count) {
        Random random = new Random(seed);
        RecordEncoder<SensorReading> avro = RecordEncoder.of(SensorReading.class);
        List<Entry> log = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int machine = random.nextInt(MACHINES);
            SensorReading reading = reading("pump-" + machine, i / MACHINES, machine, random);
            byte[] bytes = i % 2 == 0 ? avro.encode(reading) : json(reading);
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            log.add(new Entry(reading.getMachineId(), bytes));
        }
        return log;
    }

    /** The values of the entries that are no readings, judged one by one and on their own. */
    static List<ByteBuffer> bad(List<Entry> log) {
        SourceConfig config =
                JobConfig.of(Map.of("kafka.bootstrap-servers", "none:1")).source();
        ReadingValidator validator = new ReadingValidator(ReadingParsers.of(config), config, System::currentTimeMillis);
        return log.stream()
                .filter(entry -> !validator
                        .validate(new ConsumerRecord<>("damaged", 0, 0, null, entry.value()))
                        .isReading())
                .map(entry -> ByteBuffer.wrap(entry.value()))
                .toList();
    }

    private static SensorReading reading(String id, int step, int machine, Random random) {
        Map<String, Double> values = new HashMap<>();
        for (String sensor : MeanModel.SENSORS) {
            values.put(sensor, random.nextGaussian() + (isFaulty(step, machine) ? 4 : 0));
        }
        return SensorReading.newBuilder()
                .setMachineId(id)
                .setTimestampMillis(START + (long) step * STEP_MILLIS + machine)
                .setValues(values)
                .build();
    }

    private static boolean isFaulty(int step, int machine) {
        for (int first : FAULTS) {
            int since = step - first - 5 * machine;
            if (since >= 0 && since < FAULT_STEPS) {
                return true;
            }
        }
        return false;
    }

    private static byte[] json(SensorReading reading) {
        StringBuilder values = new StringBuilder();
        reading.getValues()
                .forEach((sensor, value) -> values.append(values.isEmpty() ? "" : ",")
                        .append('"')
                        .append(sensor)
                        .append("\":")
                        .append(value));
        return ("{\"machineId\":\"" + reading.getMachineId() + "\",\"timestamp\":" + reading.getTimestampMillis()
                        + ",\"values\":{" + values + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
