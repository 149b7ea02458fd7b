package io.millrace.detection.threshold;

import io.millrace.detection.detector.ScoreCalibration;

/**
 * A machine's smoothed scores on a scale from 0 (usual) to 1 (as strange as can be), the same for every kind of detector.
 *
 * <p>With m the median of healthy scores held back and e the edge of normal, level(s) = 1 − 0.7^c, c = max(0, (s − m) / (e − m)). The edge
 * is the larger of their 99 % quantile and the model's threshold, so a threshold that lies outside healthy scores has level {@value
 * ScoreCalibration#EDGE_LEVEL}, and one among them, such as a contamination's, a lower one. A threshold that rests on labels, or is a
 * machine's own, is the edge wherever it lies. Monotone; comparable, but no probability.
 */
public interface LevelScale {

    /** Of detectors whose score is a level. Their scores begin to alarm at the model's threshold, or at a higher level of warning. */
    LevelScale SCORE_IS_LEVEL = new LevelScale() {
        @Override
        public double level(double score) {
            return Math.max(0, Math.min(1, score));
        }

        @Override
        public double score(double level) {
            return level;
        }

        @Override
        public double alarm(double threshold, AlertLevels levels) {
            return Math.max(threshold, levels.warning());
        }
    };

    /** Level of a score, in [0, 1]. */
    double level(double score);

    /**
     * The score of a level.
     *
     * @param level in [0, 1)
     */
    double score(double level);

    /**
     * The score above which a machine is alarmed of.
     *
     * @param threshold the model's for the machine
     */
    double alarm(double threshold, AlertLevels levels);

    /** The scale of a machine's scores under a model. */
    static LevelScale of(ScoreCalibration calibration, Thresholds thresholds, String machineId) {
        boolean stands = thresholds.labelsUsed() > 0 || thresholds.perMachine().containsKey(machineId);
        return of(calibration, thresholds.forMachine(machineId), stands);
    }

    /** @param stands whether the threshold is the edge wherever it lies */
    static LevelScale of(ScoreCalibration calibration, double threshold, boolean stands) {
        double edge = stands ? threshold : Math.max(threshold, calibration.q99());
        // a threshold below what is usual leaves no spread to measure by: then 0 stands for the usual
        return new Spread(edge > calibration.median() ? calibration.median() : 0, edge);
    }

    /**
     * The scale by spread of healthy scores.
     *
     * @param median level 0
     * @param edge level {@value ScoreCalibration#EDGE_LEVEL}, above the median
     */
    record Spread(double median, double edge) implements LevelScale {

        public Spread {
            if (!(edge > median) || !Double.isFinite(edge - median)) {
                throw new IllegalArgumentException(
                        "a scale of levels expects a finite edge above its median, found " + edge + " and " + median);
            }
        }

        @Override
        public double level(double score) {
            return ScoreCalibration.level(Math.max(0, (score - median) / (edge - median)));
        }

        @Override
        public double score(double level) {
            // the very edge for its level: a job and a file must agree on which window is anomalous
            return level == ScoreCalibration.EDGE_LEVEL
                    ? edge
                    : median + ScoreCalibration.ofLevel(level) * (edge - median);
        }

        @Override
        public double alarm(double threshold, AlertLevels levels) {
            return score(levels.warning());
        }
    }
}
