package io.millrace.detection.quality;

import java.util.Arrays;

/**
 * What every possible threshold on a score would give, from the strictest to the loosest: the source of the ROC and
 * the precision-recall curve, of the areas under them and of the exact best F1.
 *
 * <p>One point per distinct score {@code s}, standing for the prediction {@code score >= s}. Depends on the scores'
 * order alone: any strictly increasing transformation leaves every figure unchanged. Cost: O(n log n) time, O(n)
 * memory.
 *
 * <p>References: T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters, 2006. J. Davis and
 * M. Goadrich, "The relationship between precision-recall and ROC curves", ICML, 2006.
 */
public final class OperatingCurve {

    /** TSB-AD's guard against 0/0 in its best F1. It costs 2.5e-6 at F1 = 1, so equality with it needs the guard. */
    private static final double STANDARD_F1_GUARD = 1e-5;

    private final double[] values; // distinct scores, descending
    private final int[] truePositives; // anomalous rows with score >= values[k]
    private final int[] falsePositives; // normal rows with score >= values[k]
    private final int positives;
    private final int negatives;

    private OperatingCurve(double[] values, int[] truePositives, int[] falsePositives) {
        this.values = values;
        this.truePositives = truePositives;
        this.falsePositives = falsePositives;
        this.positives = truePositives[values.length - 1];
        this.negatives = falsePositives[values.length - 1];
    }

    /**
     * @param scores one per row, higher is stranger, no NaN
     * @param labels one per row, true where anomalous
     */
    public static OperatingCurve of(double[] scores, boolean[] labels) {
        Inputs.requireScored(scores, labels);
        int positives = Inputs.count(labels);
        double[] anomalous = new double[positives];
        double[] normal = new double[labels.length - positives];
        for (int row = 0, a = 0, n = 0; row < labels.length; row++) {
            // Adding 0.0 turns -0.0 into 0.0, which sorting would otherwise keep apart.
            if (labels[row]) {
                anomalous[a++] = scores[row] + 0.0;
            } else {
                normal[n++] = scores[row] + 0.0;
            }
        }
        Arrays.sort(anomalous);
        Arrays.sort(normal);
        return merge(anomalous, normal);
    }

    private static OperatingCurve merge(double[] anomalous, double[] normal) {
        int rows = anomalous.length + normal.length;
        double[] values = new double[rows];
        int[] truePositives = new int[rows];
        int[] falsePositives = new int[rows];
        int a = anomalous.length - 1;
        int n = normal.length - 1;
        int size = 0;
        while (a >= 0 || n >= 0) {
            double value = Math.max(
                    a >= 0 ? anomalous[a] : Double.NEGATIVE_INFINITY, n >= 0 ? normal[n] : Double.NEGATIVE_INFINITY);
            while (a >= 0 && anomalous[a] == value) {
                a--;
            }
            while (n >= 0 && normal[n] == value) {
                n--;
            }
            values[size] = value;
            truePositives[size] = anomalous.length - 1 - a;
            falsePositives[size] = normal.length - 1 - n;
            size++;
        }
        return new OperatingCurve(
                Arrays.copyOf(values, size), Arrays.copyOf(truePositives, size), Arrays.copyOf(falsePositives, size));
    }

    /** Number of points, one per distinct score. */
    public int size() {
        return values.length;
    }

    /** The threshold of point {@code k}, in the package's sense: {@code score > threshold} are predicted. */
    public double threshold(int k) {
        return Math.nextDown(values[k]);
    }

    /** The rows counted at point {@code k}; false-alarm rate against recall is the ROC curve. */
    public ConfusionMatrix at(int k) {
        return new ConfusionMatrix(
                truePositives[k], falsePositives[k], negatives - falsePositives[k], positives - truePositives[k]);
    }

    /**
     * Area under the ROC curve: the probability that an anomalous row scores higher than a normal one, ties counting
     * half. 0.5 is chance, 1 perfect; {@code NaN} unless both classes occur.
     */
    public double aucRoc() {
        if (positives == 0 || negatives == 0) {
            return Double.NaN;
        }
        double area = 0;
        int tpBefore = 0;
        int fpBefore = 0;
        for (int k = 0; k < values.length; k++) {
            area += (double) (falsePositives[k] - fpBefore) * (truePositives[k] + tpBefore) / 2;
            tpBefore = truePositives[k];
            fpBefore = falsePositives[k];
        }
        return area / positives / negatives;
    }

    /**
     * Area under the precision-recall curve as average precision: the precision at each point weighted by the recall
     * gained there, with no interpolation between points. The share of anomalous rows is chance, 1 perfect;
     * {@code NaN} without an anomalous row.
     */
    public double aucPr() {
        if (positives == 0) {
            return Double.NaN;
        }
        double area = 0;
        int tpBefore = 0;
        for (int k = 0; k < values.length; k++) {
            double precision = (double) truePositives[k] / (truePositives[k] + falsePositives[k]);
            area += precision * (truePositives[k] - tpBefore);
            tpBefore = truePositives[k];
        }
        return area / positives;
    }

    /** The exact best F1 over all thresholds, and where it is reached: an oracle figure. */
    public BestThreshold bestF1() {
        return best(0);
    }

    /** {@link #bestF1()} with the guard that the TSB-AD benchmark's Standard-F1 has in its denominator. */
    BestThreshold standardF1() {
        return best(STANDARD_F1_GUARD);
    }

    private BestThreshold best(double guard) {
        if (positives == 0) {
            return BestThreshold.UNDEFINED;
        }
        BestThreshold best = new BestThreshold(0, values[0]);
        for (int k = 0; k < values.length; k++) {
            double precision = (double) truePositives[k] / (truePositives[k] + falsePositives[k]);
            double recall = (double) truePositives[k] / positives;
            double f1 = truePositives[k] == 0 ? 0 : 2 * precision * recall / (precision + recall + guard);
            if (f1 > best.value()) {
                best = new BestThreshold(f1, threshold(k));
            }
        }
        return best;
    }
}
