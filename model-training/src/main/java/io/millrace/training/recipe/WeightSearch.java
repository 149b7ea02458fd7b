package io.millrace.training.recipe;

import io.millrace.detection.detector.CalibrationScores;
import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.EnsembleMember;
import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.quality.OperatingCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Weights of an ensemble that rank labelled windows best: every way to share out ten tenths among the members is tried, and the one of the
 * highest average precision wins; of equal ones the most even. Coarse on purpose, since a handful of labelled faults decides.
 */
final class WeightSearch {

    private static final int PARTS = 10;
    private static final int MOST_MEMBERS = 6; // 3,003 ways

    private WeightSearch() {}

    /**
     * What was found.
     *
     * @param weights [members], each ≥ 0, sum 1
     * @param restsOn in words, for provenance
     */
    record Found(double[] weights, String restsOn) {}

    /**
     * @param early members that have not seen the rows held back
     * @param headShare share of the rows before those held back
     * @return empty when no window held back is labelled anomalous, or all are
     */
    static Optional<Found> of(EnsembleDetector early, TrainingRows rows, RowLabels labels, double headShare) {
        int members = early.members().size();
        if (members > MOST_MEMBERS) {
            throw new IllegalArgumentException("weights are fitted for up to " + MOST_MEMBERS + " members, found "
                    + members + ": give them, or leave members out");
        }
        int lead = early.steps() - 1;
        boolean[] anomalous = newestRows(labels.tail(headShare, lead), lead);
        int count = count(anomalous);
        if (count == 0 || count == anomalous.length) {
            return Optional.empty();
        }
        double[][] levels = early.members().stream()
                .map(member -> levels(member, rows.tail(headShare, lead), lead))
                .toArray(double[][]::new);
        var equal = new double[members];
        Arrays.fill(equal, 1.0 / members);
        double equalPrecision = precision(equal, levels, anomalous);
        double[] best = equal;
        double bestPrecision = equalPrecision;
        for (double[] weights : shares(members)) {
            double precision = precision(weights, levels, anomalous);
            boolean asGood = precision == bestPrecision && unevenness(weights) < unevenness(best);
            if (precision > bestPrecision || asGood) {
                best = weights;
                bestPrecision = precision;
            }
        }
        return Optional.of(new Found(
                best,
                String.format(
                        Locale.ROOT,
                        "%d labelled anomalous of %d windows held back: average precision %.3f, of equal weights %.3f",
                        count,
                        anomalous.length,
                        bestPrecision,
                        equalPrecision)));
    }

    /** Label of each window's newest row, all series one after the other. */
    private static boolean[] newestRows(RowLabels labels, int lead) {
        int windows = labels.series().stream()
                .mapToInt(series -> Math.max(0, series.length - lead))
                .sum();
        var newest = new boolean[windows];
        int at = 0;
        for (boolean[] series : labels.series()) {
            int here = Math.max(0, series.length - lead);
            System.arraycopy(series, series.length - here, newest, at, here);
            at += here;
        }
        return newest;
    }

    /** A member's levels of the windows that all members have. */
    private static double[] levels(EnsembleMember member, TrainingRows rows, int lead) {
        int early = lead - (member.detector().steps() - 1); // its windows before the first one that all have
        return CalibrationScores.perSeries(member.detector(), rows).stream()
                .flatMapToDouble(series -> Arrays.stream(series).skip(early))
                .map(score -> member.detector().scoreIsLevel()
                        ? Math.min(1, score)
                        : ScoreCalibration.level(member.calibration().apply(score)))
                .toArray();
    }

    private static int count(boolean[] labels) {
        int count = 0;
        for (boolean label : labels) {
            count += label ? 1 : 0;
        }
        return count;
    }

    private static double precision(double[] weights, double[][] levels, boolean[] anomalous) {
        var scores = new double[anomalous.length];
        for (int m = 0; m < weights.length; m++) {
            for (int n = 0; n < scores.length; n++) {
                scores[n] += weights[m] * levels[m][n];
            }
        }
        return OperatingCurve.of(scores, anomalous).aucPr();
    }

    private static double unevenness(double[] weights) {
        return Arrays.stream(weights).map(weight -> weight * weight).sum();
    }

    /** Every way to share {@value #PARTS} parts out. */
    private static List<double[]> shares(int members) {
        var all = new ArrayList<double[]>();
        share(new double[members], 0, PARTS, all);
        return all;
    }

    private static void share(double[] weights, int member, int left, List<double[]> all) {
        if (member == weights.length - 1) {
            weights[member] = (double) left / PARTS;
            all.add(weights.clone());
            return;
        }
        for (int parts = 0; parts <= left; parts++) {
            weights[member] = (double) parts / PARTS;
            share(weights, member + 1, left - parts, all);
        }
    }
}
