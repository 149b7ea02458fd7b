package io.millrace.training.augment;

import io.millrace.training.series.Series;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Recorded windows that generators learn from. */
final class Donors {

    private Donors() {}

    /**
     * Series that hold a window.
     *
     * @throws IllegalArgumentException if none does
     */
    static List<Series> of(List<Series> recorded, int rows) {
        List<Series> enough =
                recorded.stream().filter(series -> series.length() >= rows).toList();
        if (enough.isEmpty()) {
            throw new IllegalArgumentException("synthetic windows of " + rows
                    + " rows are made after recorded ones: expected a series with as many rows, the longest has "
                    + recorded.stream().mapToInt(Series::length).max().orElse(0)
                    + "; give longer series, or shorter windows");
        }
        return enough;
    }

    /** How many windows the series hold, each of which is as long as one or longer. */
    static long windows(List<Series> donors, int rows) {
        return donors.stream().mapToLong(series -> series.length() - rows + 1).sum();
    }

    /** A window that any other is as likely as; rows are shared, not copied. */
    static double[][] window(List<Series> donors, int rows, SplittableRandom random) {
        long chosen = random.nextLong(windows(donors, rows));
        for (Series series : donors) {
            int here = series.length() - rows + 1;
            if (chosen < here) {
                return Arrays.copyOfRange(series.rows(), (int) chosen, (int) chosen + rows);
            }
            chosen -= here;
        }
        throw new IllegalStateException("the windows counted are not those that there are");
    }
}
