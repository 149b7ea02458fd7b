package io.millrace.detection.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * Affiliation F1: how near predictions and events lie to each other in time, measured against chance.
 *
 * <p>The series is cut into one zone E per true event J, with borders halfway between neighbours. In each zone the
 * distance between prediction and event becomes the probability that a point drawn uniformly from E lies farther away,
 * averaged over the prediction (precision) or over the event (recall):
 *
 * <pre>
 *   x outside J, d = dist(x, J):           P = 1 - (|J| + min(d, m) + d) / |E|       m = the shorter gap from J to E's ends
 *   y in J, d = dist(y, prediction) > 0:   P = 1 - (d + min(d, gap from y to the far end of E)) / |E|
 * </pre>
 *
 * <p>Precision is the mean over the zones that hold a prediction, recall the mean over all zones (0 where none is
 * predicted). A row t occupies [t, t + 1). Range [0, 1]; a random prediction gets about 0.5 in precision, which makes
 * high values look better than they are. The best value tries 100 evenly spaced thresholds, as TSB-AD does.
 *
 * <p>Reference: A. Huet, J. M. Navarro and D. Rossi, "Local Evaluation of Time Series Anomaly Detection Algorithms",
 * KDD, 2022.
 */
public final class AffiliationF1 {

    private AffiliationF1() {}

    /** Precision is {@code NaN} if nothing is predicted; recall is {@code NaN} if the series has no event. */
    public static PrecisionRecall of(boolean[] predicted, boolean[] labels) {
        Inputs.requirePredicted(predicted, labels);
        return of(segments(predicted), segments(labels), labels.length);
    }

    public static BestThreshold best(double[] scores, boolean[] labels) {
        Inputs.requireScored(scores, labels);
        List<Segment> events = segments(labels);
        if (events.isEmpty()) {
            return BestThreshold.UNDEFINED;
        }
        return BestThreshold.onEvenGrid(
                scores,
                predicted -> of(segments(predicted), events, labels.length).f1());
    }

    private static PrecisionRecall of(List<Segment> predicted, List<Segment> events, int rows) {
        double precisionSum = 0;
        double recallSum = 0;
        int zonesWithPrediction = 0;
        int first = 0;
        for (int j = 0; j < events.size(); j++) {
            Segment event = events.get(j);
            Segment zone = new Segment(
                    j == 0 ? 0 : (events.get(j - 1).to + event.from) / 2,
                    j == events.size() - 1 ? rows : (event.to + events.get(j + 1).from) / 2);
            while (first < predicted.size() && predicted.get(first).to <= zone.from) {
                first++;
            }
            List<Segment> inZone = new ArrayList<>();
            for (int k = first; k < predicted.size() && predicted.get(k).from < zone.to; k++) {
                inZone.add(predicted.get(k).clip(zone.from, zone.to));
            }
            if (!inZone.isEmpty()) {
                zonesWithPrediction++;
                precisionSum += precision(inZone, event, zone);
                recallSum += recall(inZone, event, zone);
            }
        }
        return new PrecisionRecall(
                PrecisionRecall.ratio(precisionSum, zonesWithPrediction, Double.NaN),
                PrecisionRecall.ratio(recallSum, events.size(), Double.NaN));
    }

    private static double precision(List<Segment> predicted, Segment event, Segment zone) {
        double shorterGap = Math.min(event.from - zone.from, zone.to - event.to);
        double sum = 0;
        double length = 0;
        for (Segment piece : predicted) {
            length += piece.length();
            sum += piece.clip(event.from, event.to).length();
            Segment before = piece.clip(zone.from, event.from);
            Segment after = piece.clip(event.to, zone.to);
            sum += precisionOutside(event.from - before.to, event.from - before.from, shorterGap, event, zone);
            sum += precisionOutside(after.from - event.to, after.to - event.to, shorterGap, event, zone);
        }
        return sum / length;
    }

    /** Integral of P over the points whose distance to the event runs from {@code near} to {@code far}. */
    private static double precisionOutside(double near, double far, double shorterGap, Segment event, Segment zone) {
        if (far <= near) {
            return 0;
        }
        double own = (1 - event.length() / zone.length()) * (far - near);
        double closer =
                integralOfMin(far, shorterGap) - integralOfMin(near, shorterGap) + (far * far - near * near) / 2;
        return own - closer / zone.length();
    }

    private static double recall(List<Segment> predicted, Segment event, Segment zone) {
        double sum = 0;
        double from = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < predicted.size(); k++) {
            Segment piece = predicted.get(k);
            // Each point of the event looks to the nearest piece: the border is halfway to the next one.
            double to =
                    k == predicted.size() - 1 ? Double.POSITIVE_INFINITY : (piece.to + predicted.get(k + 1).from) / 2;
            Segment nearest = event.clip(from, to);
            from = to;
            sum += nearest.clip(piece.from, piece.to).length();
            Segment before = nearest.clip(Double.NEGATIVE_INFINITY, piece.from);
            Segment after = nearest.clip(piece.to, Double.POSITIVE_INFINITY);
            sum += recallOutside(piece.from - before.to, piece.from - before.from, piece.from - zone.from, zone);
            sum += recallOutside(after.from - piece.to, after.to - piece.to, zone.to - piece.to, zone);
        }
        return sum / event.length();
    }

    /**
     * Integral of P over the event's points at distance {@code near} to {@code far} from a prediction's edge, all on
     * one side of it; the zone ends on that side at distance {@code room} from the edge.
     */
    private static double recallOutside(double near, double far, double room, Segment zone) {
        if (far <= near) {
            return 0;
        }
        // min(d, room - d) rises to room / 2 and falls again.
        double closer = (far * far - near * near) / 2 + integralOfTent(far, room) - integralOfTent(near, room);
        return far - near - closer / zone.length();
    }

    /** ∫₀ᵈ min(x, cap) dx. */
    private static double integralOfMin(double d, double cap) {
        return d <= cap ? d * d / 2 : cap * cap / 2 + cap * (d - cap);
    }

    /** ∫₀ᵈ min(x, room - x) dx for d ≤ room. */
    private static double integralOfTent(double d, double room) {
        double rest = room - d;
        return d <= room / 2 ? d * d / 2 : room * room / 4 - rest * rest / 2;
    }

    private static List<Segment> segments(boolean[] flags) {
        return Interval.fromLabels(flags).stream()
                .map(run -> new Segment(run.start(), run.end() + 1.0))
                .toList();
    }

    /** A stretch [from, to) of continuous time; empty if {@code to <= from}. */
    private record Segment(double from, double to) {

        double length() {
            return Math.max(0, to - from);
        }

        Segment clip(double low, double high) {
            return new Segment(Math.max(from, low), Math.min(to, high));
        }
    }
}
