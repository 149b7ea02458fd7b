package io.millrace.testdata;

/** How one machine answers to its load: the true values, before noise and faults. One per machine, not thread-safe. */
abstract class Physics {

    private final long machineSeed;

    Physics(long machineSeed) {
        this.machineSeed = machineSeed;
    }

    /**
     * Advances by one step.
     *
     * @param running 0 stopped … 1 up to speed
     * @param load 0 … about 1.05, share of the rated throughput; 0 while stopped
     * @param ambient air temperature in °C
     * @param values receives the true values, in the order of the type's sensors
     */
    abstract void advance(double running, double load, double ambient, double[] values);

    /** Sets the length of the following steps. */
    abstract void stepLength(long stepMillis);

    /** A machine's own deviation from its type, around 1: no two machines are built alike. */
    final double tolerance(int parameter, double relative) {
        return Randomness.between(1 - relative, 1 + relative, Randomness.hash(machineSeed, 1_000, parameter));
    }

    /** First-order lag: heat capacity, receiver volume. */
    static final class Lag {
        private final double timeConstantMillis;
        private double share;
        private double value = Double.NaN;

        Lag(double timeConstantMinutes) {
            this.timeConstantMillis = timeConstantMinutes * 60_000;
        }

        void stepLength(long stepMillis) {
            // StrictMath: the same bits on every platform.
            share = 1 - StrictMath.exp(-stepMillis / timeConstantMillis);
        }

        /** Moves towards the target; the first call starts there. */
        double follow(double target) {
            value = Double.isNaN(value) ? target : value + (target - value) * share;
            return value;
        }
    }
}
