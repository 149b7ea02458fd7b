package io.millrace.testdata;

/**
 * What the production plan asks of one machine at any time: a pure function of the time, so that the fault schedule can
 * look ahead and a series may start anywhere.
 *
 * <p>Three things make the load: a cycle of 40 to 52 minutes (half at a high, half at a low level, both drawn anew each
 * time), the shift (early 100 %, late 92 %, night and weekend 80 %), and about once in three hours a planned stop in place
 * of a low half. All times are UTC. Levels vary, shapes do not: every ramp takes the same time, with ten steady minutes or
 * more before the next, so a few days show all there is to see.
 */
final class LoadProfile {

    static final long MINUTE = 60_000;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    private static final double RAMP = 8.0 * MINUTE;
    private static final double STOP_RAMP = 10.0 * MINUTE;
    private static final long BETWEEN_STOPS = 3 * HOUR;
    private static final long HAND_OVER = 20 * MINUTE;

    private final long levels;
    private final long periodMillis;
    private final long phaseMillis;
    private final long cyclesBetweenStops;
    private final long stopCycle;

    LoadProfile(long machineSeed) {
        this.levels = Randomness.hash(machineSeed, 1);
        this.periodMillis = (long) Randomness.between(40, 53, Randomness.hash(machineSeed, 2)) * MINUTE;
        this.phaseMillis = (long) (periodMillis * Randomness.unit(Randomness.hash(machineSeed, 3)));
        this.cyclesBetweenStops = Math.round(BETWEEN_STOPS / (double) periodMillis);
        this.stopCycle = Math.floorMod(Randomness.hash(machineSeed, 4), cyclesBetweenStops);
    }

    /** 0 stopped … 1 up to speed. */
    double running(long timestampMillis) {
        long cycle = cycle(timestampMillis);
        double sinceRamp = sinceRamp(timestampMillis);
        if (inHighHalf(timestampMillis)) {
            return stopsIn(cycle - 1) ? Randomness.smoothStep(sinceRamp / STOP_RAMP) : 1;
        }
        return stopsIn(cycle) ? 1 - Randomness.smoothStep(sinceRamp / STOP_RAMP) : 1;
    }

    /** Load that the plan asks for while the machine runs, as a share of the rated throughput. */
    double demand(long timestampMillis) {
        long cycle = cycle(timestampMillis);
        boolean highHalf = inHighHalf(timestampMillis);
        double from = highHalf ? low(cycle - 1) : high(cycle);
        double to = highHalf ? high(cycle) : low(cycle);
        double ramp = Randomness.smoothStep(sinceRamp(timestampMillis) / RAMP);
        return shiftLevel(timestampMillis) * (from + (to - from) * ramp);
    }

    private long cycle(long timestampMillis) {
        return Math.floorDiv(timestampMillis - phaseMillis, periodMillis);
    }

    private boolean inHighHalf(long timestampMillis) {
        return Math.floorMod(timestampMillis - phaseMillis, periodMillis) < periodMillis / 2;
    }

    private double sinceRamp(long timestampMillis) {
        return Math.floorMod(timestampMillis - phaseMillis, periodMillis / 2);
    }

    private boolean stopsIn(long cycle) {
        return Math.floorMod(cycle, cyclesBetweenStops) == stopCycle;
    }

    private double high(long cycle) {
        return Randomness.between(0.85, 1.0, Randomness.hash(levels, cycle, 1));
    }

    private double low(long cycle) {
        return Randomness.between(0.35, 0.5, Randomness.hash(levels, cycle, 2));
    }

    private static double shiftLevel(long timestampMillis) {
        double now = plannedLevel(timestampMillis);
        double before = plannedLevel(timestampMillis - HAND_OVER);
        if (now == before) {
            return now;
        }
        // Shifts change on the full hour, so the time since then says how far the hand-over is.
        double since = Math.floorMod(timestampMillis, HOUR);
        return before + (now - before) * Randomness.smoothStep(since / HAND_OVER);
    }

    private static double plannedLevel(long timestampMillis) {
        long day = Math.floorMod(Math.floorDiv(timestampMillis, DAY) + 3, 7); // 0 is Monday: 1970-01-01 was a Thursday
        long hour = Math.floorMod(timestampMillis, DAY) / HOUR;
        if (day >= 5 || hour < 6 || hour >= 22) {
            return 0.80;
        }
        return hour < 14 ? 1.0 : 0.92;
    }
}
