package io.millrace.cli.demo;

import io.millrace.cli.demo.Traffic.Outgoing;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.testdata.Disturbance;
import io.millrace.testdata.Plant;
import io.millrace.testdata.SimulatedReading;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;

/**
 * The plant's readings as a real network would deliver them: most in order, some out of order within the job's bound, some
 * twice, a few much too late, and now and then a record that is no usable reading. The same seed gives the same records,
 * but for those that lie in the clock's future.
 *
 * <pre>
 *   Plant ──► Disturbance (out of order, twice) ──► a few held back until too late ──► bad records mixed in ──► topic
 * </pre>
 */
final class PlantTraffic implements Iterator<Outgoing> {

    /** Disorder that the job is configured to put right; what comes later than that is late. */
    static final Duration OUT_OF_ORDERNESS = Duration.ofMinutes(1);

    private static final long LONGEST_DELAY_MILLIS = 50_000;
    private static final double DELAYED_SHARE = 0.002;
    private static final double DUPLICATED_SHARE = 0.001;
    private static final double LATE_SHARE = 1 / 4_000.0;
    private static final long LATE_BY_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final int BAD_RECORDS = 24;

    private final Iterator<SimulatedReading> arrivals;
    private final RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);
    private final Map<String, Integer> machineNumbers = new HashMap<>();
    private final Deque<SimulatedReading> heldBack = new ArrayDeque<>();
    private final Deque<Outgoing> ready = new ArrayDeque<>();
    private final Random random;
    private final Clock clock;
    private final long lastHeldBackMillis;
    private final long badEvery;
    private long taken;
    private int badMade;

    private PlantTraffic(Plant plant, Clock clock) {
        long seed = plant.options().seed();
        plant.machineIds().forEach(machine -> machineNumbers.put(machine, machineNumbers.size()));
        this.arrivals =
                new Disturbance(seed, DELAYED_SHARE, DUPLICATED_SHARE, LONGEST_DELAY_MILLIS).apply(plant.iterator());
        this.random = new Random(seed);
        this.clock = clock;
        this.lastHeldBackMillis = plant.options().endMillis() - 2 * LATE_BY_MILLIS;
        this.badEvery = Math.max(1, plant.readingCount() / BAD_RECORDS);
    }

    /** @param clock says what lies in the future */
    static Traffic of(Plant plant, Clock clock) {
        long readings = plant.readingCount();
        return new Traffic(
                new PlantTraffic(plant, clock), readings + Math.round(readings * DUPLICATED_SHARE) + BAD_RECORDS);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && arrivals.hasNext()) {
            take(arrivals.next());
        }
        return !ready.isEmpty();
    }

    @Override
    public Outgoing next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the run has ended");
        }
        return ready.remove();
    }

    private void take(SimulatedReading reading) {
        taken++;
        if (reading.timestampMillis() < lastHeldBackMillis && random.nextDouble() < LATE_SHARE) {
            heldBack.add(reading);
        } else {
            ready.add(outgoing(reading));
        }
        if (!heldBack.isEmpty() && heldBack.peek().timestampMillis() + LATE_BY_MILLIS <= reading.timestampMillis()) {
            ready.add(outgoing(heldBack.remove()));
        }
        // In the middle of each stretch, so that short runs have some too.
        if (taken % badEvery == badEvery / 2) {
            BadRecord[] kinds = BadRecord.values();
            ready.add(bad(kinds[badMade++ % kinds.length], reading));
        }
    }

    private Outgoing outgoing(SimulatedReading reading) {
        return record(reading.machineId(), reading, reading.timestampMillis(), values(reading));
    }

    private Outgoing record(String machineId, SimulatedReading of, long timestampMillis, Map<String, Double> values) {
        byte[] value = encoder.encode(new SensorReading(machineId, timestampMillis, values, null));
        return new Outgoing(of.machineId(), value, machineNumbers.get(of.machineId()));
    }

    private static Map<String, Double> values(SimulatedReading reading) {
        Map<String, Double> values = new HashMap<>();
        for (int s = 0; s < reading.sensors().length; s++) {
            values.put(reading.sensors()[s], reading.values()[s]);
        }
        return values;
    }

    /** What can be wrong with a record. */
    private enum BadRecord {
        NO_AVRO,
        CUT_OFF,
        BROKEN_JSON,
        NO_MACHINE,
        NO_SENSOR,
        NOT_A_NUMBER,
        TOMORROW,
        LAST_CENTURY
    }

    private Outgoing bad(BadRecord kind, SimulatedReading near) {
        String machine = near.machineId();
        long time = near.timestampMillis();
        return switch (kind) {
            case NO_AVRO -> raw(near, "not a reading".getBytes(StandardCharsets.UTF_8));
            case CUT_OFF -> {
                byte[] whole = outgoing(near).value();
                yield raw(near, Arrays.copyOf(whole, whole.length / 2));
            }
            case BROKEN_JSON ->
                raw(
                        near,
                        ("{\"machineId\": \"" + machine + "\", \"timestampMillis\": ")
                                .getBytes(StandardCharsets.UTF_8));
            case NO_MACHINE -> record("", near, time, values(near));
            case NO_SENSOR -> record(machine, near, time, Map.of());
            case NOT_A_NUMBER -> {
                Map<String, Double> values = values(near);
                values.put(near.sensors()[0], Double.NaN);
                yield record(machine, near, time, values);
            }
            case TOMORROW ->
                record(machine, near, clock.instant().plus(Duration.ofDays(1)).toEpochMilli(), values(near));
            case LAST_CENTURY ->
                record(machine, near, Instant.parse("1999-12-31T23:59:59Z").toEpochMilli(), values(near));
        };
    }

    private Outgoing raw(SimulatedReading near, byte[] value) {
        return new Outgoing(near.machineId(), value, machineNumbers.get(near.machineId()));
    }
}
