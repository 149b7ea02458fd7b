package io.millrace.benchmarks.kernel;

import io.millrace.benchmarks.Spread;

/**
 * One line of the table.
 *
 * @param batch windows per call
 * @param windowsPerSecond all threads together
 * @param shareOfSgemm share of the matrix product's speed on as many threads in the same round, counting the operations that a window
 *     cannot do without
 */
record KernelRow(
        String variant,
        int features,
        int hidden,
        int batch,
        int threads,
        Spread windowsPerSecond,
        Spread shareOfSgemm) {}
