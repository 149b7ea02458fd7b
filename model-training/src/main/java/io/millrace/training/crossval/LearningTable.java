package io.millrace.training.crossval;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows with labels, of one machine or many, each machine's in time order. The arrays belong to the record and nobody writes to them.
 *
 * @param name of the data and the task
 * @param sensors names of the measured quantities
 * @param states names of the states
 * @param values measured quantities and then the numbers of the states' words, [rows][sensors + states], NaN for missing
 * @param machines machine of each row, [rows]
 * @param times time of each row, rising within a machine; comparable between machines where {@code ordered}
 * @param labels class numbers, or values, [rows]; NaN where nobody knows
 * @param classes names of the classes, the normal one first; of a regression its quantity alone
 * @param ordered whether the machines share one clock, so that the table can be cut in time
 * @param independent whether rows of one machine say nothing of each other; else whole machines can be kept together
 * @param aside machines that the data's authors set aside to judge by: never learned from, and judged by no other division than theirs
 * @param remarks what a reader must know of the data to judge a result
 */
public record LearningTable(
        String name,
        List<String> sensors,
        List<String> states,
        float[][] values,
        String[] machines,
        long[] times,
        double[] labels,
        List<String> classes,
        boolean ordered,
        boolean independent,
        Set<String> aside,
        List<String> remarks) {

    public LearningTable {
        sensors = List.copyOf(sensors);
        states = List.copyOf(states);
        classes = List.copyOf(classes);
        aside = Set.copyOf(aside);
        remarks = List.copyOf(remarks);
        if (values.length == 0) {
            throw new IllegalArgumentException(name + " has no rows to learn from");
        }
        if (machines.length != values.length || times.length != values.length || labels.length != values.length) {
            throw new IllegalArgumentException(
                    "%s has %d rows, %d machines, %d times and %d labels: as many were expected"
                            .formatted(name, values.length, machines.length, times.length, labels.length));
        }
        for (int r = 1; r < values.length; r++) {
            if (machines[r].equals(machines[r - 1]) && times[r] < times[r - 1]) {
                throw new IllegalArgumentException(
                        name + ": rows of machine " + machines[r] + " are not in time order at row " + r);
            }
        }
    }

    public boolean isRegression() {
        return classes.size() == 1;
    }

    public int rows() {
        return values.length;
    }

    /** A table of which nothing is set aside. */
    public LearningTable(
            String name,
            List<String> sensors,
            List<String> states,
            float[][] values,
            String[] machines,
            long[] times,
            double[] labels,
            List<String> classes,
            boolean ordered,
            boolean independent,
            List<String> remarks) {
        this(name, sensors, states, values, machines, times, labels, classes, ordered, independent, Set.of(), remarks);
    }

    /** Rows with a label that can be learned from. */
    int[] labelled() {
        return labelled(false);
    }

    /** Rows with a label that are set aside. */
    int[] labelledAside() {
        return labelled(true);
    }

    private int[] labelled(boolean isAside) {
        return IntStream.range(0, rows())
                .filter(r -> !Double.isNaN(labels[r]) && aside.contains(machines[r]) == isAside)
                .toArray();
    }

    /** Rows of a class. */
    long count(int label) {
        return Arrays.stream(labels).filter(value -> value == label).count();
    }
}
