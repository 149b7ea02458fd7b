package io.millrace.training.evaluate;

import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.series.DelayedSeriesScores;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.training.network.TrainingCurve;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.recipe.FittedDetector;
import io.millrace.training.suite.SuiteSeries;
import java.util.ArrayList;
import java.util.List;

/** Fits a recipe on a series' training rows and scores its other rows. */
final class SeriesScoring {

    private SeriesScoring() {}

    static ScoredSeries of(SuiteSeries series, DetectorRecipe recipe, long seed, TrainingProgress progress) {
        long began = System.nanoTime();
        FittedDetector fitted = recipe.fit(series.train().withoutLabels(), seed, progress);
        long fitDone = System.nanoTime();
        Preprocessing preprocessing = fitted.preprocessing();
        List<String> sensors = sensors(preprocessing);
        var shares = new ArrayList<float[]>();
        SeriesScorer.Listener listener = sensors.size() < 2
                ? (window, error) -> {}
                : (window, error) -> shares.add(bySensor(error.get().featureShare(), sensors.size()));
        DelayedSeriesScores both = new SeriesScorer(preprocessing, fitted.detector(), Smoothing.NONE)
                .scoreWithDelay(series.scored().rows(), newMachineFrom(series, fitted.detector()), listener);
        SeriesScores scores = both.causal();
        if (scores.windows() == 0) {
            throw new IllegalArgumentException(
                    "series %s has %d rows to score, one window of %s takes %d: leave it out, or use a shorter window"
                            .formatted(series.name(), series.scored().length(), recipe.name(), scores.firstRow() + 1));
        }
        return new ScoredSeries(
                scores.firstRow(),
                fitted.detector().steps(),
                scores.raw(),
                both.delayed(),
                fitted.calibration().get(0),
                sensors,
                joined(shares, sensors.size()),
                fitted.curve().map(TrainingCurve::epochs).orElse(List.of()),
                (fitDone - began) / 1e9,
                (System.nanoTime() - fitDone) / 1e9);
    }

    /**
     * A machine is judged by its own past from the first row on that its model has not seen: on training rows a detector says less than on
     * any other, and a past of them would make all that follows look strange.
     */
    private static int newMachineFrom(SuiteSeries series, Detector detector) {
        boolean judged = detector instanceof EnsembleDetector ensemble
                && ensemble.ownPast().isPresent();
        return judged && series.trainIsPrefix() ? series.train().length() : 0;
    }

    private static List<String> sensors(Preprocessing preprocessing) {
        var names = new ArrayList<String>();
        for (int c = 0; c < preprocessing.continuousSensors(); c++) {
            names.add(preprocessing.layout().sensor(preprocessing.column(c)).name());
        }
        return names;
    }

    /** Features of one sensor stand a multiple of the number of sensors apart. */
    private static float[] bySensor(double[] byFeature, int sensors) {
        var bySensor = new float[sensors];
        for (int f = 0; f < byFeature.length; f++) {
            bySensor[f % sensors] += (float) byFeature[f];
        }
        return bySensor;
    }

    private static float[] joined(List<float[]> rows, int width) {
        var all = new float[rows.size() * width];
        for (int r = 0; r < rows.size(); r++) {
            System.arraycopy(rows.get(r), 0, all, r * width, width);
        }
        return all;
    }
}
