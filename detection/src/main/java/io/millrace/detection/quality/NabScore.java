package io.millrace.detection.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The score of the Numenta Anomaly Benchmark for a corpus under one profile.
 *
 * <p>A row with {@code score >= cut} is a detection. In each anomaly window the earliest detection earns up to the
 * hit weight, a window without one costs the miss weight, and every detection outside costs up to the false-alarm
 * weight, less right behind a window. Position decides through S(y) = 2 / (1 + exp(5y)) - 1:
 *
 * <pre>
 *   in a window of n rows, k rows before its end:   y = -(k + 1) / n,  earns hitWeight · S(y) / S(-1)
 *   d rows behind a window of n rows:               y = d / (n - 1),   costs falseAlarmWeight · -S(y); fully from y = 3,
 *                                                   and fully before the first window
 * </pre>
 *
 * The probationary rows count neither way. The raw score is the sum over the files, and
 * {@code 100 · (raw - null) / (perfect - null)} the normalised one, where <em>null</em> detects nothing and
 * <em>perfect</em> hits every window's first row and nothing else.
 *
 * <p>The benchmark optimises the threshold on the labels of the whole corpus, once per profile ({@link
 * #withOptimisedThreshold}); its published figures are of this kind. {@link #atFixedThreshold} is the honest variant for
 * a threshold chosen without labels, and is not comparable to them.
 *
 * <p>Reference: A. Lavin and S. Ahmad, "Evaluating Real-Time Anomaly Detection Algorithms: the Numenta Anomaly
 * Benchmark", ICMLA, 2015.
 *
 * @param profile the weights used
 * @param thresholdOptimised whether the labels chose the threshold
 * @param threshold rows with {@code score > threshold} are detections; positive infinity if detecting nothing is best
 * @param raw sum over the files
 * @param normalised 100 for the perfect detector, 0 for the null detector, negative below it; {@code NaN} without windows
 * @param windows number of anomaly windows in the corpus
 * @param windowsHit windows with at least one detection after probation
 * @param falseDetections detected rows outside windows and probation
 */
public record NabScore(
        NabProfile profile,
        boolean thresholdOptimised,
        double threshold,
        double raw,
        double normalised,
        int windows,
        int windowsHit,
        int falseDetections) {

    private static final double STEEPNESS = 5;
    private static final double FULL_COST_FROM = 3; // window widths behind a window
    private static final double EARLIEST = scaledSigmoid(-1);

    /** The best single threshold for the corpus, as the benchmark reports it: an oracle figure. */
    public static NabScore withOptimisedThreshold(List<NabSeries> corpus, NabProfile profile) {
        Sweep sweep = new Sweep(corpus, profile);
        NabScore best = sweep.score(true, Double.POSITIVE_INFINITY);
        int k = 0;
        while (k < sweep.detections.size()) {
            k = sweep.admitTies(k);
            double raw = sweep.raw();
            // On equal scores the strictest threshold stays.
            if (raw > best.raw) {
                best = sweep.score(true, Math.nextDown(sweep.detections.get(k - 1).score));
            }
        }
        return best;
    }

    /** The score of {@code score > threshold}, for a threshold that no label has influenced. */
    public static NabScore atFixedThreshold(List<NabSeries> corpus, NabProfile profile, double threshold) {
        Sweep sweep = new Sweep(corpus, profile);
        for (Detection detection : sweep.detections) {
            if (detection.score > threshold) {
                sweep.admit(detection);
            }
        }
        return sweep.score(false, threshold);
    }

    private static double scaledSigmoid(double y) {
        return 2 / (1 + Math.exp(STEEPNESS * y)) - 1;
    }

    /** A row that would be a detection if the threshold admitted it; {@code window} is -1 outside windows. */
    private record Detection(double score, int window, double worth) {}

    /** Admits detections from the highest score down and keeps the sum. One per corpus and profile. */
    private static final class Sweep {

        private final NabProfile profile;
        private final List<Detection> detections = new ArrayList<>();
        private final double[] windowWorth;
        private int windowsHit;
        private int falseDetections;
        private double falseWorth;

        Sweep(List<NabSeries> corpus, NabProfile profile) {
            this.profile = profile;
            int windows = 0;
            for (NabSeries series : corpus) {
                collect(series, windows);
                windows += series.windows().size();
            }
            detections.sort(Comparator.comparingDouble(Detection::score).reversed());
            windowWorth = new double[windows];
            Arrays.fill(windowWorth, -profile.missWeight());
        }

        private void collect(NabSeries series, int firstWindow) {
            List<Interval> windows = series.windows();
            int next = 0; // the first window that does not end before the row
            for (int row = 0; row < series.scores().length; row++) {
                while (next < windows.size() && windows.get(next).end() < row) {
                    next++;
                }
                if (row < series.probationaryRows()) {
                    continue;
                }
                boolean inside = next < windows.size() && windows.get(next).start() <= row;
                double worth = inside
                        ? hitWorth(windows.get(next), row)
                        : falseAlarmWorth(next == 0 ? null : windows.get(next - 1), row);
                detections.add(new Detection(series.scores()[row], inside ? firstWindow + next : -1, worth));
            }
        }

        private double hitWorth(Interval window, int row) {
            double y = -(window.end() - row + 1) / (double) window.length();
            return profile.hitWeight() * scaledSigmoid(y) / EARLIEST;
        }

        private double falseAlarmWorth(Interval windowBefore, int row) {
            if (windowBefore == null) {
                return -profile.falseAlarmWeight();
            }
            // A window of one row has no width to measure by; one row stands for it.
            double y = (row - windowBefore.end()) / (double) Math.max(1, windowBefore.length() - 1);
            return profile.falseAlarmWeight() * (y >= FULL_COST_FROM ? -1 : scaledSigmoid(y));
        }

        /** Admits the detections from {@code k} on that share its score; returns the first one after them. */
        int admitTies(int k) {
            double score = detections.get(k).score;
            int next = k;
            while (next < detections.size() && detections.get(next).score == score) {
                admit(detections.get(next));
                next++;
            }
            return next;
        }

        void admit(Detection detection) {
            if (detection.window < 0) {
                falseDetections++;
                falseWorth += detection.worth;
                return;
            }
            if (windowWorth[detection.window] == -profile.missWeight()) {
                windowsHit++;
            }
            windowWorth[detection.window] = Math.max(windowWorth[detection.window], detection.worth);
        }

        double raw() {
            return falseWorth + Arrays.stream(windowWorth).sum();
        }

        NabScore score(boolean optimised, double threshold) {
            double raw = raw();
            int windows = windowWorth.length;
            double nothing = -profile.missWeight() * windows;
            double perfect = profile.hitWeight() * windows;
            double normalised = windows == 0 ? Double.NaN : 100 * (raw - nothing) / (perfect - nothing);
            return new NabScore(profile, optimised, threshold, raw, normalised, windows, windowsHit, falseDetections);
        }
    }
}
