package io.millrace.detection.quality;

/** What every metric asks of its arrays, checked once at the door, and the few steps that several metrics share. */
final class Inputs {

    private Inputs() {}

    static void requireScored(double[] scores, boolean[] labels) {
        requireSameLength("scores", scores.length, labels.length);
        for (int row = 0; row < scores.length; row++) {
            if (Double.isNaN(scores[row])) {
                throw new IllegalArgumentException("score of row " + row
                        + " is NaN: metrics need a number for every row; leave unscored rows out of both arrays,"
                        + " or give them the lowest score");
            }
        }
    }

    static void requirePredicted(boolean[] predicted, boolean[] labels) {
        requireSameLength("predictions", predicted.length, labels.length);
    }

    private static void requireSameLength(String what, int found, int labels) {
        if (found != labels) {
            throw new IllegalArgumentException(
                    found + " " + what + " for " + labels + " labels: expected one of each per row of the same series");
        }
        if (labels == 0) {
            throw new IllegalArgumentException("no rows: a series needs at least one row to be measured");
        }
    }

    static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            if (flag) {
                count++;
            }
        }
        return count;
    }

    static boolean[] above(double[] scores, double threshold) {
        boolean[] predicted = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            predicted[row] = scores[row] > threshold;
        }
        return predicted;
    }
}
