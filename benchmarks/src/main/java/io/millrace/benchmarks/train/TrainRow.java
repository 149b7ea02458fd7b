package io.millrace.benchmarks.train;

import io.millrace.benchmarks.Spread;

/** One line of the table; batches of {@link TrainCommand#BATCH} windows. */
record TrainRow(String trainer, int features, Spread windowsPerSecond) {}
