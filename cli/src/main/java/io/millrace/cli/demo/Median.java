package io.millrace.cli.demo;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** The middle of some figures; of an even number of them the mean of the two middle ones. */
final class Median {

    private Median() {}

    /** Empty for no figures. */
    static OptionalDouble of(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
