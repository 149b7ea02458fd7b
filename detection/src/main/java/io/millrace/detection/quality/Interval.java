package io.millrace.detection.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A run of rows of one series, both ends inclusive: {@code [3, 5]} is the rows 3, 4 and 5.
 *
 * @param start first row, 0-based
 * @param end last row, at least {@code start}
 */
public record Interval(int start, int end) {

    public Interval {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("interval [" + start + ", " + end
                    + "]: expected 0 <= start <= end, both inclusive; an empty interval has no representation");
        }
    }

    /** Number of rows, at least 1. */
    public int length() {
        return end - start + 1;
    }

    /** Whether the two intervals share at least one row. */
    public boolean overlaps(Interval other) {
        return start <= other.end && other.start <= end;
    }

    /** The maximal runs of {@code true}, in order; empty when there is none. */
    public static List<Interval> fromLabels(boolean[] labels) {
        List<Interval> runs = new ArrayList<>();
        int start = -1;
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] && start < 0) {
                start = row;
            } else if (!labels[row] && start >= 0) {
                runs.add(new Interval(start, row - 1));
                start = -1;
            }
        }
        if (start >= 0) {
            runs.add(new Interval(start, labels.length - 1));
        }
        return runs;
    }

    /**
     * The inverse of {@link #fromLabels}: true on every row that some interval covers.
     *
     * @param intervals in any order, overlapping or not
     * @param rows length of the series
     * @throws IllegalArgumentException if an interval ends beyond the series
     */
    public static boolean[] toLabels(List<Interval> intervals, int rows) {
        boolean[] labels = new boolean[rows];
        for (Interval interval : intervals) {
            if (interval.end >= rows) {
                throw new IllegalArgumentException("interval [" + interval.start + ", " + interval.end
                        + "] ends beyond the series of " + rows + " rows: check that labels and data belong together");
            }
            Arrays.fill(labels, interval.start, interval.end + 1, true);
        }
        return labels;
    }
}
