package io.millrace.training.augment;

import io.millrace.training.series.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Synthetic windows as series, each of a machine of its own: no window spans two of them. */
public final class SyntheticSeries {

    private SyntheticSeries() {}

    /**
     * @param recordings normal operation of one layout; rows that are labelled anomalous are left out
     * @param rows of a window, ≥ 1
     * @param seed of everything random
     * @return machines {@code window-00001} and on, with the times of the first recorded window
     * @throws IllegalArgumentException if no recording has a healthy run of as many rows, or there is nothing to learn
     */
    public static List<Series> of(List<Series> recordings, GeneratorKind generator, int rows, int count, long seed) {
        List<Series> runs = HealthyRuns.of(recordings);
        List<double[][]> windows = generator.fit(runs, rows, seed).windows(count, seed);
        long[] times = Arrays.copyOf(Donors.of(runs, rows).get(0).timestamps(), rows);
        return IntStream.range(0, count)
                .mapToObj(n -> new Series(
                        String.format(Locale.ROOT, "window-%05d", n + 1),
                        recordings.get(0).layout(),
                        times,
                        windows.get(n),
                        Optional.of(new boolean[rows])))
                .toList();
    }
}
