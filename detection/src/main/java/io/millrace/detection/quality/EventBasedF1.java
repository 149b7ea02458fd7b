package io.millrace.detection.quality;

import java.util.List;

/**
 * Composite F1 of events found and rows rightly predicted: recall counts events (found when one row of it is
 * predicted), precision counts rows.
 *
 * <p>Range [0, 1]. Unlike the point-adjusted F1, long events earn no precision they did not detect. The best value
 * tries 100 evenly spaced thresholds, as TSB-AD does. For precision over predicted <em>events</em> see {@link
 * EventQuality}.
 *
 * <p>Reference: A. Garg et al., "An Evaluation of Anomaly Detection and Diagnosis in Multivariate Time Series", IEEE
 * Transactions on Neural Networks and Learning Systems, 2022 (composite F-score Fc1).
 */
public final class EventBasedF1 {

    private EventBasedF1() {}

    public static PrecisionRecall of(boolean[] predicted, boolean[] labels) {
        return of(predicted, labels, Interval.fromLabels(labels));
    }

    public static BestThreshold best(double[] scores, boolean[] labels) {
        Inputs.requireScored(scores, labels);
        List<Interval> events = Interval.fromLabels(labels);
        if (events.isEmpty()) {
            return BestThreshold.UNDEFINED;
        }
        return BestThreshold.onEvenGrid(
                scores, predicted -> of(predicted, labels, events).f1());
    }

    private static PrecisionRecall of(boolean[] predicted, boolean[] labels, List<Interval> events) {
        double precision = ConfusionMatrix.of(predicted, labels).precision();
        long found = events.stream()
                .filter(event -> PointAdjustedF1.anyIn(predicted, event))
                .count();
        return new PrecisionRecall(precision, PrecisionRecall.ratio(found, events.size(), Double.NaN));
    }
}
