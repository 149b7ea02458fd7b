package io.millrace.benchmarks.scale;

import io.millrace.benchmarks.traffic.BenchModel;

/**
 * A size at which cost is measured.
 *
 * @param axis what is varied: machines, sensors, steps, hidden, parallelism
 * @param value of the axis
 */
record GrowthCase(String axis, int value, int machines, int sensors, int steps, int hidden, int parallelism) {

    static final int MACHINES = 1_000;
    static final int SENSORS = 5;
    static final int STEPS = 60;
    static final int HIDDEN = 64;

    /** The base case with another value on one axis. */
    static GrowthCase of(String axis, int value) {
        return new GrowthCase(
                axis,
                value,
                axis.equals("machines") ? value : MACHINES,
                axis.equals("sensors") ? value : SENSORS,
                axis.equals("steps") ? value : STEPS,
                axis.equals("hidden") ? value : HIDDEN,
                axis.equals("parallelism") ? value : 1);
    }

    BenchModel model() {
        return new BenchModel(sensors, hidden, steps);
    }
}
