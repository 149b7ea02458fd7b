package io.millrace.testdata;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The small labelled series that are checked in under {@code src-test-data/series}: one machine of each type, six hours,
 * a reading every 10 s. The first two hours are healthy and show a planned stop, so that they can serve as training part;
 * the rest holds faults of every kind.
 */
public final class ReferenceSeries {

    /** Rows of each series that are healthy by construction and meant for training. */
    public static final int TRAINING_ROWS = 720;

    private static final long SEED = 2923;

    private ReferenceSeries() {}

    /** What makes the checked-in files. */
    public static PlantOptions options() {
        return PlantOptions.defaults()
                .withMachines(3)
                .withSeed(SEED)
                .withMinutes(6 * 60)
                .withFaultsPerMachineDay(18)
                .withWarmUpSteps(TRAINING_ROWS);
    }

    /**
     * Makes the files again.
     *
     * @param arguments the directory
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException(
                    "expected one argument, the directory to write to; found " + arguments.length);
        }
        SimulatedFiles.write(Path.of(arguments[0]), options());
    }
}
