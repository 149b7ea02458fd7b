package io.millrace.training.augment;

import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.series.Series;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A machine with two sensors that move together, one that does not, a switch and one that stands still. */
final class Recordings {

    static final SensorLayout LAYOUT =
            SensorLayout.ofNames(List.of("pressure", "flow", "temperature", "valve", "constant"));

    private Recordings() {}

    static Series machine(String id, int rows, long seed) {
        var random = new SplittableRandom(seed);
        var values = new double[rows][];
        var timestamps = new long[rows];
        for (int r = 0; r < rows; r++) {
            double load = Math.sin(r / 9.0 + seed);
            timestamps[r] = 1_700_000_000_000L + 1_000L * r;
            values[r] = new double[] {
                5 + load + 0.05 * random.nextGaussian(),
                20 + 4 * load + 0.2 * random.nextGaussian(),
                60 + 0.5 * random.nextGaussian(),
                r / 100 % 2,
                7
            };
        }
        return new Series(id, LAYOUT, timestamps, values, Optional.empty());
    }
}
