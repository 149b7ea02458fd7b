package io.millrace.detection.quality;

import java.util.List;

/**
 * Range-based F1: each true range is rewarded for being noticed at all and for the share of it that was predicted,
 * and punished for being predicted in pieces; precision is the same sum seen from the predicted ranges.
 *
 * <p>For a range R and the ranges P of the other side, with |R ∩ P| rows in common and n of P's ranges overlapping:
 *
 * <pre>
 *   overlap(R)   = |R ∩ P| / |R| · 1 / n             flat positional bias, cardinality factor 1 / n
 *   recall       = mean over true ranges of      α · [n > 0] + (1 - α) · overlap     α = 0.2
 *   precision    = mean over predicted ranges of overlap                             α = 0
 * </pre>
 *
 * <p>Range [0, 1]. The best value tries 100 evenly spaced thresholds, as TSB-AD does.
 *
 * <p>Reference: N. Tatbul, T. J. Lee, S. Zdonik, M. Alam and J. Gottschlich, "Precision and Recall for Time Series",
 * NeurIPS, 2018.
 */
public final class RangeBasedF1 {

    private static final double EXISTENCE_WEIGHT = 0.2; // α

    private RangeBasedF1() {}

    public static PrecisionRecall of(boolean[] predicted, boolean[] labels) {
        Inputs.requirePredicted(predicted, labels);
        return of(Interval.fromLabels(predicted), Interval.fromLabels(labels));
    }

    public static BestThreshold best(double[] scores, boolean[] labels) {
        Inputs.requireScored(scores, labels);
        List<Interval> events = Interval.fromLabels(labels);
        if (events.isEmpty()) {
            return BestThreshold.UNDEFINED;
        }
        return BestThreshold.onEvenGrid(
                scores, predicted -> of(Interval.fromLabels(predicted), events).f1());
    }

    private static PrecisionRecall of(List<Interval> predicted, List<Interval> events) {
        return new PrecisionRecall(meanReward(predicted, events, 0), meanReward(events, predicted, EXISTENCE_WEIGHT));
    }

    /** Both lists are sorted and free of overlaps within themselves. */
    private static double meanReward(List<Interval> ranges, List<Interval> others, double existenceWeight) {
        if (ranges.isEmpty()) {
            return 0;
        }
        double sum = 0;
        int first = 0;
        for (Interval range : ranges) {
            while (first < others.size() && others.get(first).end() < range.start()) {
                first++;
            }
            int shared = 0;
            int pieces = 0;
            for (int k = first; k < others.size() && others.get(k).start() <= range.end(); k++) {
                Interval other = others.get(k);
                shared += Math.min(range.end(), other.end()) - Math.max(range.start(), other.start()) + 1;
                pieces++;
            }
            if (pieces > 0) {
                double overlap = (double) shared / range.length() / pieces;
                sum += existenceWeight + (1 - existenceWeight) * overlap;
            }
        }
        return sum / ranges.size();
    }
}
