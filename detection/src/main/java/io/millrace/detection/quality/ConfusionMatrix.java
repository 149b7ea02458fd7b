package io.millrace.detection.quality;

/**
 * Rows counted by label and prediction, and the rates that follow from the counts.
 *
 * <p>Rates with an empty denominator are {@code NaN}; only {@link #precision()}, {@link #recall()} and {@link #f1()}
 * are 0 then, as is the habit of the field.
 *
 * @param truePositives anomalous rows that were predicted
 * @param falsePositives normal rows that were predicted
 * @param trueNegatives normal rows that were not predicted
 * @param falseNegatives anomalous rows that were not predicted
 */
public record ConfusionMatrix(long truePositives, long falsePositives, long trueNegatives, long falseNegatives) {

    public static final ConfusionMatrix EMPTY = new ConfusionMatrix(0, 0, 0, 0);

    public static ConfusionMatrix of(boolean[] predicted, boolean[] labels) {
        Inputs.requirePredicted(predicted, labels);
        long tp = 0;
        long fp = 0;
        long fn = 0;
        for (int row = 0; row < labels.length; row++) {
            if (predicted[row] && labels[row]) {
                tp++;
            } else if (predicted[row]) {
                fp++;
            } else if (labels[row]) {
                fn++;
            }
        }
        return new ConfusionMatrix(tp, fp, labels.length - tp - fp - fn, fn);
    }

    /** The counts of two series together, for figures over a whole suite. */
    public ConfusionMatrix plus(ConfusionMatrix other) {
        return new ConfusionMatrix(
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                trueNegatives + other.trueNegatives,
                falseNegatives + other.falseNegatives);
    }

    public long rows() {
        return truePositives + falsePositives + trueNegatives + falseNegatives;
    }

    public double precision() {
        return PrecisionRecall.ratio(truePositives, truePositives + falsePositives, 0);
    }

    /** Also called sensitivity or true-positive rate. */
    public double recall() {
        return PrecisionRecall.ratio(truePositives, truePositives + falseNegatives, 0);
    }

    public double f1() {
        return PrecisionRecall.ratio(2.0 * truePositives, 2.0 * truePositives + falsePositives + falseNegatives, 0);
    }

    /** Share of all rows that were judged rightly; flatters a silent detector where anomalies are rare. */
    public double accuracy() {
        return PrecisionRecall.ratio(truePositives + trueNegatives, rows(), Double.NaN);
    }

    /** Share of the normal rows that raised no alarm, also called true-negative rate. */
    public double specificity() {
        return PrecisionRecall.ratio(trueNegatives, trueNegatives + falsePositives, Double.NaN);
    }

    /** Share of the normal rows that raised an alarm, in [0, 1]: SKAB's FAR before it is shown in per cent. */
    public double falseAlarmRate() {
        return PrecisionRecall.ratio(falsePositives, trueNegatives + falsePositives, Double.NaN);
    }

    /** Share of the anomalous rows that raised none, in [0, 1]: SKAB's MAR before it is shown in per cent. */
    public double missedAlarmRate() {
        return PrecisionRecall.ratio(falseNegatives, truePositives + falseNegatives, Double.NaN);
    }
}
