package io.millrace.testdata;

/** What can go wrong. All kinds but the last touch one sensor; all act on what is read, not on the machine's state. */
public enum FaultKind {

    /** A short outlier of a few steps. */
    SPIKE(FaultShape.OFFSET, 1, 1, 0.6, 0.9),

    /** The reading is off by a constant. */
    LEVEL_SHIFT(FaultShape.OFFSET, 15, 30, 0.3, 0.45),

    /** The reading leaves the true value linearly; by the middle it is half of the magnitude away. */
    SLOW_DRIFT(FaultShape.RAMP, 30, 45, 0.5, 0.75),

    /** The reading stays what it was while the load changes. */
    STUCK_SENSOR(FaultShape.HELD, 20, 30, 0, 0),

    /** The noise grows; the magnitude is its standard deviation. */
    NOISE_BURST(FaultShape.NOISE, 10, 20, 0.16, 0.25),

    /** The reading swings around the true value with a period of 6 to 12 steps; the magnitude is the amplitude. */
    OSCILLATION(FaultShape.SWING, 12, 25, 0.2, 0.32),

    /** The cable breaks: the reading falls to the instrument's rail. */
    DROPOUT(FaultShape.RAIL, 5, 15, 0, 0),

    /** A machine fault that several sensors show together, fading in over three minutes. */
    CORRELATED(FaultShape.OFFSET, 20, 30, 0.3, 0.45);

    private final FaultShape shape;
    private final int shortestMinutes;
    private final int longestMinutes;
    private final double smallest;
    private final double largest;

    FaultKind(FaultShape shape, int shortestMinutes, int longestMinutes, double smallest, double largest) {
        this.shape = shape;
        this.shortestMinutes = shortestMinutes;
        this.longestMinutes = longestMinutes;
        this.smallest = smallest;
        this.largest = largest;
    }

    /** How it bends a reading; a machine fault also fades in. */
    public FaultShape shape() {
        return shape;
    }

    /** The smallest magnitude, as a share of the sensor's span; 0 where the fault has no size of its own. */
    public double smallest() {
        return smallest;
    }

    /** The largest magnitude, as a share of the sensor's span. */
    public double largest() {
        return largest;
    }

    /** Whether the reading may be off to either side. */
    boolean hasDirection() {
        return this == SPIKE || this == LEVEL_SHIFT || this == SLOW_DRIFT;
    }

    /** In steps; short faults still cover a few steps when the sampling is slow. */
    long durationSteps(long intervalMillis, long hash) {
        double u = Randomness.unit(hash);
        if (this == SPIKE) {
            return 3 + (long) (4 * u);
        }
        double minutes = shortestMinutes + (longestMinutes - shortestMinutes) * u;
        long steps = (long) Math.ceil(minutes * LoadProfile.MINUTE / intervalMillis);
        return Math.max(5, steps);
    }

    /** As a share of the sensor's span. 0 where the fault has no size of its own. */
    double relativeMagnitude(long hash) {
        return Randomness.between(smallest, largest, hash);
    }
}
