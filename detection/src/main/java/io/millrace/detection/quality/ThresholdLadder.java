package io.millrace.detection.quality;

import java.util.Arrays;

/**
 * The 250 thresholds of the VUS metrics, evenly spaced by rank from the highest score to the lowest, and for each row
 * the first of them that predicts it ({@code score >= threshold}).
 *
 * <p>With it a sum over the predicted rows of every threshold is one pass over the rows and one running total.
 */
final class ThresholdLadder {

    static final int RUNGS = 250;

    final int[] rungOf; // [rows], 0 = predicted even by the strictest threshold
    final int[] predicted; // [RUNGS], rows predicted at each threshold

    private ThresholdLadder(int[] rungOf, int[] predicted) {
        this.rungOf = rungOf;
        this.predicted = predicted;
    }

    static ThresholdLadder of(double[] scores) {
        int rows = scores.length;
        double[] ascending = scores.clone();
        Arrays.sort(ascending);
        double[] descendingThresholds = new double[RUNGS];
        double step = (rows - 1) / (double) (RUNGS - 1);
        for (int k = 0; k < RUNGS; k++) {
            int rank = k == RUNGS - 1 ? rows - 1 : (int) (k * step);
            descendingThresholds[k] = ascending[rows - 1 - rank];
        }

        int[] rungOf = new int[rows];
        int[] predicted = new int[RUNGS];
        for (int row = 0; row < rows; row++) {
            rungOf[row] = firstRungReached(descendingThresholds, scores[row]);
            predicted[rungOf[row]]++;
        }
        for (int k = 1; k < RUNGS; k++) {
            predicted[k] += predicted[k - 1];
        }
        return new ThresholdLadder(rungOf, predicted);
    }

    private static int firstRungReached(double[] descendingThresholds, double score) {
        int low = 0;
        int high = RUNGS - 1; // the lowest score: every row reaches it
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (score >= descendingThresholds[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
