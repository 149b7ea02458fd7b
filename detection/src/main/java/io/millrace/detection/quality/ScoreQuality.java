package io.millrace.detection.quality;

/**
 * Every figure that the scores of one series give without a threshold, or at the best one (an oracle's).
 *
 * @param aucRoc area under the ROC curve
 * @param aucPr average precision
 * @param volume VUS-ROC and VUS-PR
 * @param standardF1 best point-wise F1
 * @param pointAdjustedF1 best point-adjusted F1: for comparison with literature alone
 * @param eventBasedF1 best composite F1
 * @param rangeBasedF1 best range-based F1
 * @param affiliationF1 best affiliation F1
 */
public record ScoreQuality(
        double aucRoc,
        double aucPr,
        VolumeUnderSurface volume,
        BestThreshold standardF1,
        BestThreshold pointAdjustedF1,
        BestThreshold eventBasedF1,
        BestThreshold rangeBasedF1,
        BestThreshold affiliationF1) {

    /**
     * @param scores one per row, higher is stranger, no NaN
     * @param labels one per row, true where anomalous
     * @param period rows, from {@link SeriesPeriod}; the widest window of the volumes
     */
    public static ScoreQuality of(double[] scores, boolean[] labels, int period) {
        OperatingCurve curve = OperatingCurve.of(scores, labels);
        return new ScoreQuality(
                curve.aucRoc(),
                curve.aucPr(),
                VolumeUnderSurface.of(scores, labels, period),
                curve.standardF1(),
                PointAdjustedF1.best(scores, labels),
                EventBasedF1.best(scores, labels),
                RangeBasedF1.best(scores, labels),
                AffiliationF1.best(scores, labels));
    }
}
