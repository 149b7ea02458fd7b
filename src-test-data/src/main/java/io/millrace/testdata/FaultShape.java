package io.millrace.testdata;

/**
 * How a fault bends what one sensor's instrument says. The plant's own faults and those planted into recorded series have their formulae
 * here, once.
 */
public enum FaultShape {

    /** Off by the size. */
    OFFSET {
        @Override
        public double of(double value, double size, Moment moment) {
            return value + size;
        }
    },

    /** Leaves the true value linearly and is off by the size at the end. */
    RAMP {
        @Override
        public double of(double value, double size, Moment moment) {
            return value + size * moment.elapsed() / moment.duration();
        }
    },

    /** Stays what it was when the fault began; has no size. */
    HELD {
        @Override
        public double of(double value, double size, Moment moment) {
            return moment.held();
        }
    },

    /** More noise; the size is its standard deviation. */
    NOISE {
        @Override
        public double of(double value, double size, Moment moment) {
            return value + size * Randomness.noise(moment.hash());
        }
    },

    /** Swings around the true value; the size is the amplitude. */
    SWING {
        @Override
        public double of(double value, double size, Moment moment) {
            return value + size * StrictMath.sin(2 * Math.PI * (moment.step() + 1) / moment.period());
        }
    },

    /** The cable is broken: falls to the instrument's rail; has no size. */
    RAIL {
        @Override
        public double of(double value, double size, Moment moment) {
            return moment.rail();
        }
    };

    /** How far below its lowest value an instrument reads when its loop carries no current, as a share of its span. */
    public static final double RAIL_BELOW = 0.25;

    /**
     * Where in a fault a reading stands.
     *
     * @param elapsed since the fault began, this reading included, in the unit of {@code duration}
     * @param duration of the whole fault
     * @param step readings since the fault began, 0 for the first
     * @param period of a swing, in readings
     * @param held what was read when the fault began
     * @param rail what is read when the cable is broken
     * @param hash what noise follows from
     */
    public record Moment(long elapsed, long duration, long step, long period, double held, double rail, long hash) {}

    /**
     * What is read instead.
     *
     * @param value what would be read without the fault
     * @param size in the sensor's unit, signed where the direction matters
     */
    public abstract double of(double value, double size, Moment moment);
}
