package io.millrace.training.augment;

import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The light generator: random walks with drift, smoothed, clipped to the recorded range.
 *
 * <p>Each window has a recorded one as its donor. Every sensor begins where the donor begins and drifts as far as the donor does; around that line
 * it walks at random, with steps that give the walk the donor's spread around the line; a mean over {@value #SMOOTHED} rows takes out the
 * edges. So levels and drifts fit together as they were recorded; what sensors do together within a window does not. Switches stay as the
 * donor has them. Needs no training; holds the series.
 */
final class RandomWalkGenerator implements WindowGenerator {

    private static final int SMOOTHED = 5;

    private final List<Series> donors;
    private final int rows;
    private final SensorRanges ranges;

    /**
     * @param recorded normal operation of one layout
     * @param rows of a window, ≥ 1
     * @throws IllegalArgumentException if no series has as many rows
     */
    RandomWalkGenerator(List<Series> recorded, int rows) {
        this.donors = Donors.of(recorded, rows);
        this.rows = rows;
        this.ranges = SensorRanges.of(recorded);
    }

    @Override
    public List<double[][]> windows(int count, long seed) {
        var random = new SplittableRandom(seed);
        var windows = new ArrayList<double[][]>();
        for (int n = 0; n < count; n++) {
            windows.add(window(Donors.window(donors, rows, random), random));
        }
        return windows;
    }

    private double[][] window(double[][] donor, SplittableRandom random) {
        int sensors = donor[0].length;
        var window = new double[rows][sensors];
        for (int j = 0; j < sensors; j++) {
            double[] walk = ranges.measured()[j] ? walk(donor, j, random) : null;
            for (int r = 0; r < rows; r++) {
                window[r][j] = walk == null ? donor[r][j] : ranges.clip(j, walk[r]);
            }
        }
        return window;
    }

    private double[] walk(double[][] donor, int sensor, SplittableRandom random) {
        double first = donor[0][sensor];
        double drift = rows == 1 ? 0 : (donor[rows - 1][sensor] - first) / (rows - 1);
        double squares = 0;
        for (int r = 0; r < rows; r++) {
            double off = donor[r][sensor] - (first + drift * r);
            squares += off * off;
        }
        // a walk that returns to the line after n steps of deviation s is off it by s·√(n/6) on average
        double step = Math.sqrt(6 * squares / rows / Math.max(1, rows - 1));
        var free = new double[rows];
        for (int r = 1; r < rows; r++) {
            free[r] = free[r - 1] + step * random.nextGaussian();
        }
        var walk = new double[rows];
        for (int r = 0; r < rows; r++) {
            double tied = rows == 1 ? 0 : free[r] - free[rows - 1] * r / (rows - 1);
            walk[r] = first + drift * r + tied;
        }
        return smoothed(walk);
    }

    private static double[] smoothed(double[] values) {
        var smooth = new double[values.length];
        for (int r = 0; r < values.length; r++) {
            int reach = Math.min(SMOOTHED / 2, Math.min(r, values.length - 1 - r));
            double sum = 0;
            for (int at = r - reach; at <= r + reach; at++) {
                sum += values[at];
            }
            smooth[r] = sum / (2 * reach + 1);
        }
        return smooth;
    }
}
