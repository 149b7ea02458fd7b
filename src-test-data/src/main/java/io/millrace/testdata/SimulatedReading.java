package io.millrace.testdata;

/**
 * One reading of one machine.
 *
 * @param machineId such as {@code pump-01}
 * @param timestampMillis event time, epoch milliseconds
 * @param sensors [S] names, shared by all readings of the type: do not change
 * @param values [S] values in the order of {@code sensors}; fresh for each reading, owned by whoever received it
 * @param faulty the label: whether a fault acts on this reading
 */
public record SimulatedReading(
        String machineId, long timestampMillis, String[] sensors, double[] values, boolean faulty) {}
