package io.millrace.detection.quality;

/**
 * Every figure of one prediction of one series; no label has influenced the threshold unless the caller let it.
 *
 * @param confusion rows by label and prediction
 * @param pointAdjusted point-adjusted precision and recall: for comparison with literature alone
 * @param eventBased row precision, event recall
 * @param rangeBased range-based precision and recall
 * @param affiliation affiliation precision and recall
 * @param volume VUS-Recall, VUS-Precision, VUS-F
 * @param events which events were found, missed and false
 */
public record PredictionQuality(
        ConfusionMatrix confusion,
        PrecisionRecall pointAdjusted,
        PrecisionRecall eventBased,
        PrecisionRecall rangeBased,
        PrecisionRecall affiliation,
        RangeVolume volume,
        EventMatching events) {

    /**
     * @param predicted one per row
     * @param labels one per row, true where anomalous
     * @param period rows, from {@link SeriesPeriod}; the widest window of the volume
     */
    public static PredictionQuality of(boolean[] predicted, boolean[] labels, int period) {
        return new PredictionQuality(
                ConfusionMatrix.of(predicted, labels),
                PointAdjustedF1.of(predicted, labels),
                EventBasedF1.of(predicted, labels),
                RangeBasedF1.of(predicted, labels),
                AffiliationF1.of(predicted, labels),
                RangeVolume.of(predicted, labels, period),
                EventMatching.of(Interval.fromLabels(labels), Interval.fromLabels(predicted)));
    }
}
