package io.millrace.training.evaluate;

import io.millrace.detection.score.Smoothing;
import io.millrace.detection.series.SeriesScores;
import io.millrace.training.network.TrainingCurve;
import java.util.List;

/**
 * What a detector says about a series, before any threshold: all that is expensive. Its arrays belong to it, nobody writes to them.
 *
 * @param firstRow row of the first window's newest reading
 * @param steps window length of the detector
 * @param raw window scores before smoothing, [windows]
 * @param delayed per row, [rows], known up to a window later
 * @param calibration raw scores of held-back training windows in time order
 * @param sensors names of the sensors that are scored
 * @param shares share of each window's error by sensor, [windows × sensors], row-major; empty when there is one sensor
 * @param curve how the network learnt, no epochs without network
 * @param fitSeconds wall time of the fit
 * @param scoreSeconds wall time of the scoring
 */
public record ScoredSeries(
        int firstRow,
        int steps,
        double[] raw,
        double[] delayed,
        double[] calibration,
        List<String> sensors,
        float[] shares,
        List<TrainingCurve.Epoch> curve,
        double fitSeconds,
        double scoreSeconds) {

    public ScoredSeries {
        sensors = List.copyOf(sensors);
        curve = List.copyOf(curve);
    }

    public SeriesScores scores(Smoothing smoothing) {
        return SeriesScores.of(firstRow, raw, smoothing);
    }

    /** Share of sensor {@code s} in the error of window {@code n}. */
    double share(int n, int s) {
        return shares.length == 0 ? 1 : shares[n * sensors.size() + s];
    }
}
