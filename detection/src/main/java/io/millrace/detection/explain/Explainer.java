package io.millrace.detection.explain;

import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.WindowError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Turns a window's error into words and figures. Immutable, shared. */
public final class Explainer {

    private final Preprocessing preprocessing;
    private final int topSensors;
    private final int topSteps;

    /**
     * @param topSensors most sensors named, ≥ 1
     * @param topSteps most steps named, ≥ 0
     */
    public Explainer(Preprocessing preprocessing, int topSensors, int topSteps) {
        if (topSensors < 1 || topSteps < 0) {
            throw new IllegalArgumentException(
                    "an explanation names at least 1 sensor and 0 steps, found " + topSensors + " and " + topSteps);
        }
        this.preprocessing = preprocessing;
        this.topSensors = topSensors;
        this.topSteps = topSteps;
    }

    /**
     * @param error the detector's account of the window
     * @param observed feature rows of the matrix that the window lies in, row-major
     * @param observedAt element at which the window starts
     * @param score the window's score
     * @param threshold the machine's threshold
     */
    public Explanation explain(WindowError error, float[] observed, int observedAt, double score, double threshold) {
        int sensors = preprocessing.continuousSensors();
        var shares = new ArrayList<SensorShare>(sensors);
        for (int c = 0; c < sensors; c++) {
            shares.add(sensorShare(error, observed, observedAt, c));
        }
        shares.sort(Comparator.comparingDouble(SensorShare::contribution).reversed());
        List<SensorShare> top = shares.subList(0, Math.min(topSensors, sensors));
        double ratio = score / threshold;
        return new Explanation(top, topSteps(error), ratio, confidence(ratio), sentence(top, ratio));
    }

    /**
     * How sure an alert is, by its distance from the threshold alone: 0.5 at the threshold, 0.75 at twice, 0.9 at five times it. The
     * threshold marks the edge of what training saw, so the ratio orders alerts; it is no calibrated probability.
     */
    public static double confidence(double errorRatio) {
        return errorRatio <= 0 ? 0 : errorRatio <= 1 ? errorRatio / 2 : 1 - 0.5 / errorRatio;
    }

    private SensorShare sensorShare(WindowError error, float[] observed, int observedAt, int c) {
        int sensors = preprocessing.continuousSensors();
        double contribution = 0;
        for (int part = 0; part < preprocessing.spec().perSensor(); part++) {
            contribution += error.featureShare()[part * sensors + c];
        }
        int width = preprocessing.features();
        int targets = preprocessing.targets();
        int steps = error.stepShare().length;
        int worst = 0;
        double worstError = -1;
        for (int t = 0; t < steps; t++) {
            double distance = Math.abs(observed[observedAt + t * width + c] - error.expected()[t * targets + c]);
            if (distance > worstError) {
                worstError = distance;
                worst = t;
            }
        }
        int column = preprocessing.column(c);
        return new SensorShare(
                preprocessing.layout().sensor(column).name(),
                contribution,
                preprocessing.scaler().inverse(column, observed[observedAt + worst * width + c]),
                preprocessing.scaler().inverse(column, error.expected()[worst * targets + c]));
    }

    private List<StepShare> topSteps(WindowError error) {
        double[] share = error.stepShare();
        return IntStream.range(0, share.length)
                .mapToObj(t -> new StepShare(share.length - 1 - t, share[t]))
                .sorted(Comparator.comparingDouble(StepShare::share)
                        .reversed()
                        .thenComparingInt(StepShare::stepsBeforeEnd))
                .limit(topSteps)
                .toList();
    }

    private String sentence(List<SensorShare> top, double ratio) {
        SensorShare first = top.get(0);
        String unit = preprocessing
                .layout()
                .sensor(preprocessing.layout().indexOf(first.sensor()))
                .unit();
        var sentence = new StringBuilder(String.format(
                Locale.ROOT,
                "%s was %s%s where %s%s was expected; it carries %.0f %% of an error %.1f times the threshold",
                first.sensor(),
                figure(first.observed()),
                unit.isEmpty() ? "" : " " + unit,
                figure(first.expected()),
                unit.isEmpty() ? "" : " " + unit,
                100 * first.contribution(),
                ratio));
        if (top.size() > 1 && top.get(1).contribution() >= 0.2) {
            sentence.append(String.format(
                    Locale.ROOT,
                    ", %s another %.0f %%",
                    top.get(1).sensor(),
                    100 * top.get(1).contribution()));
        }
        return sentence.append('.').toString();
    }

    /** Four significant digits without an exponent for everyday magnitudes. */
    public static String figure(double figure) {
        double value = figure + 0.0; // no negative zero
        double magnitude = Math.abs(value);
        if (magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e7)) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        int decimals = magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
