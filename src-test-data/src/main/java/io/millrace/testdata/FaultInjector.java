package io.millrace.testdata;

import java.util.List;
import java.util.Optional;

/**
 * Turns what a machine's instruments would say into what they say under the fault of the moment. Faults touch readings
 * alone, so a run equals its healthy twin outside the fault intervals exactly. One per machine, not thread-safe.
 */
final class FaultInjector {

    private static final double FADE_IN_MILLIS = 3.0 * LoadProfile.MINUTE;

    private final FaultSchedule schedule;
    private final MachineType type;
    private final List<Sensor> sensors;
    private final long intervalMillis;
    private final long seed;

    private Optional<Fault> fault;
    private int[] affected;
    private double[] weights;
    private double[] held;
    private long oscillationSteps;

    FaultInjector(FaultSchedule schedule, MachineType type, long intervalMillis, long seed) {
        this.schedule = schedule;
        this.type = type;
        this.sensors = type.sensors();
        this.intervalMillis = intervalMillis;
        this.seed = seed;
        prepare();
    }

    /**
     * Applies the current fault in place. Times must not go back.
     *
     * @param values [sensors], as noise left them
     * @return whether the reading is faulty
     */
    boolean apply(long timestampMillis, double[] values) {
        while (fault.isPresent() && timestampMillis >= fault.get().endMillis()) {
            prepare();
        }
        if (fault.isEmpty() || timestampMillis < fault.get().startMillis()) {
            return false;
        }
        Fault current = fault.get();
        for (int i = 0; i < affected.length; i++) {
            values[affected[i]] = distort(current, i, timestampMillis, values[affected[i]]);
        }
        return true;
    }

    private void prepare() {
        fault = schedule.next();
        if (fault.isEmpty()) {
            return;
        }
        Fault next = fault.get();
        List<String> names = type.sensorNames();
        affected = next.sensors().stream().mapToInt(names::indexOf).toArray();
        weights = new double[affected.length];
        held = new double[affected.length];
        for (int i = 0; i < affected.length; i++) {
            weights[i] = next.kind() == FaultKind.CORRELATED
                    ? FaultSignature.of(type).weights().get(i)
                    : 1;
            held[i] = Double.NaN;
        }
        oscillationSteps = 6 + Math.floorMod(Randomness.hash(seed, next.startMillis()), 7);
    }

    private double distort(Fault current, int i, long timestampMillis, double value) {
        Sensor sensor = sensors.get(affected[i]);
        long since = timestampMillis - current.startMillis();
        double size = current.magnitude() * weights[i] * sensor.span();
        if (current.kind() == FaultKind.CORRELATED) {
            size *= Randomness.smoothStep((since + intervalMillis) / FADE_IN_MILLIS);
        }
        if (Double.isNaN(held[i])) {
            held[i] = value;
        }
        var moment = new FaultShape.Moment(
                since + intervalMillis,
                current.endMillis() - current.startMillis(),
                since / intervalMillis,
                oscillationSteps,
                held[i],
                sensor.rail(),
                Randomness.hash(seed, timestampMillis, affected[i]));
        return current.kind().shape().of(value, size, moment);
    }
}
