package io.millrace.detection.quality;

import java.util.Arrays;

/**
 * Point-<em>adjusted</em> F1: an event touched by one predicted row counts as found in every row.
 *
 * <p>Range [0, 1]. Random scores reach high values on long events, so this is never a headline; it is here because
 * published results use it, and it carries its adjustment in its name. The best value tries 100 evenly spaced
 * thresholds, as TSB-AD does.
 *
 * <p>One corner of the reference implementation is kept so that figures compare: row 0 is not filled backwards. An
 * event that starts at row 0 and is first hit later misses that one row.
 *
 * <p>References: H. Xu et al., "Unsupervised Anomaly Detection via Variational Auto-Encoder for Seasonal KPIs in Web
 * Applications", WWW, 2018 (the adjustment). S. Kim et al., "Towards a Rigorous Evaluation of Time-Series Anomaly
 * Detection", AAAI, 2022 (why not to trust it).
 */
public final class PointAdjustedF1 {

    private PointAdjustedF1() {}

    public static PrecisionRecall of(boolean[] predicted, boolean[] labels) {
        return StandardF1.of(adjust(predicted, labels), labels);
    }

    public static BestThreshold best(double[] scores, boolean[] labels) {
        Inputs.requireScored(scores, labels);
        if (Inputs.count(labels) == 0) {
            return BestThreshold.UNDEFINED;
        }
        return BestThreshold.onEvenGrid(
                scores, predicted -> of(predicted, labels).f1());
    }

    /** A copy of the prediction in which every touched event is predicted throughout. */
    static boolean[] adjust(boolean[] predicted, boolean[] labels) {
        Inputs.requirePredicted(predicted, labels);
        boolean[] adjusted = predicted.clone();
        for (Interval event : Interval.fromLabels(labels)) {
            if (anyIn(predicted, event)) {
                int from = event.start() == 0 && !predicted[0] ? 1 : event.start();
                Arrays.fill(adjusted, from, event.end() + 1, true);
            }
        }
        return adjusted;
    }

    static boolean anyIn(boolean[] predicted, Interval rows) {
        for (int row = rows.start(); row <= rows.end(); row++) {
            if (predicted[row]) {
                return true;
            }
        }
        return false;
    }
}
