package io.millrace.training.tune;

import io.millrace.detection.quality.ConfusionMatrix;
import io.millrace.detection.quality.OperatingCurve;

/** Finds a threshold on scores with labels. Rows count, not events. */
public sealed interface LabelledPolicy {

    /**
     * @param scores one per row
     * @param labels one per row, some true
     * @return rows with scores above it are anomalous
     */
    double fit(double[] scores, boolean[] labels);

    /** Name and parameters, for provenance. */
    String describe();

    /** The most F1. */
    record BestF1() implements LabelledPolicy {
        @Override
        public double fit(double[] scores, boolean[] labels) {
            return OperatingCurve.of(scores, labels).bestF1().threshold();
        }

        @Override
        public String describe() {
            return "best F1";
        }
    }

    /**
     * The most recall among the thresholds that reach a precision; where none does, the most precise threshold.
     *
     * @param precision share of alarmed rows that are anomalous, in (0, 1]
     */
    record PrecisionFloor(double precision) implements LabelledPolicy {

        public PrecisionFloor {
            if (!(precision > 0 && precision <= 1)) {
                throw new IllegalArgumentException("the target precision must be in (0, 1], found " + precision);
            }
        }

        @Override
        public double fit(double[] scores, boolean[] labels) {
            OperatingCurve curve = OperatingCurve.of(scores, labels);
            int best = 0;
            for (int k = 1; k < curve.size(); k++) {
                best = better(curve.at(k), curve.at(best)) ? k : best;
            }
            return curve.threshold(best);
        }

        private boolean better(ConfusionMatrix one, ConfusionMatrix other) {
            boolean reached = one.precision() >= precision;
            if (reached != other.precision() >= precision) {
                return reached;
            }
            return reached ? one.recall() > other.recall() : one.precision() > other.precision();
        }

        @Override
        public String describe() {
            return "precision floor " + precision;
        }
    }

    /**
     * The most precision among the thresholds that reach a recall, which the loosest one always does.
     *
     * @param recall share of anomalous rows that are alarmed, in (0, 1]
     */
    record RecallFloor(double recall) implements LabelledPolicy {

        public RecallFloor {
            if (!(recall > 0 && recall <= 1)) {
                throw new IllegalArgumentException("the target recall must be in (0, 1], found " + recall);
            }
        }

        @Override
        public double fit(double[] scores, boolean[] labels) {
            OperatingCurve curve = OperatingCurve.of(scores, labels);
            int best = curve.size() - 1;
            for (int k = best - 1; k >= 0 && curve.at(k).recall() >= recall; k--) {
                best = curve.at(k).precision() > curve.at(best).precision() ? k : best;
            }
            return curve.threshold(best);
        }

        @Override
        public String describe() {
            return "recall floor " + recall;
        }
    }
}
