package io.millrace.training.recipe;

import io.millrace.detection.detector.FamiliarErrorsDetector;
import io.millrace.detection.detector.KMeansWindowsDetector;
import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.OneStepPredictorDetector;
import io.millrace.detection.detector.PredictorSettings;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.detector.WindowPcaDetector;
import io.millrace.detection.detector.WindowView;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.training.network.TrainingCurve;
import io.millrace.training.tune.LabelledPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of detector with its settings. Records: their text names every setting, so that it can stand in a cache key and in provenance.
 */
public sealed interface DetectorKind
        permits DetectorKind.Refitted,
                DetectorKind.FamiliarErrors,
                LstmAutoencoderKind,
                DenseAutoencoderKind,
                LstmClassifierKind,
                AttentionLstmKind,
                EnsembleKind,
                BoostedTreesKind,
                WeightedEnsembleKind {

    /**
     * A detector and its twin that has not seen the rows held back.
     *
     * @param early scores the rows held back
     * @param detector serves
     * @param curve how the network learnt, null without network
     * @param notes for provenance: what the fit found
     */
    record Fit(Detector early, Detector detector, TrainingCurve curve, Map<String, String> notes) {

        Fit(Detector early, Detector detector, TrainingCurve curve) {
            this(early, detector, curve, Map.of());
        }
    }

    /** Window length in rows. */
    int steps();

    /** Whether the seed changes anything. */
    boolean random();

    /** Whether state sensors are inputs, as predictors want them. */
    default boolean stateInputs() {
        return false;
    }

    /** Whether it wants physical values instead of scaled ones. */
    default boolean physicalValues() {
        return false;
    }

    /** What finds the threshold on labelled rows held back; empty for kinds whose threshold asks for no labels. */
    default Optional<LabelledPolicy> labelledThreshold() {
        return Optional.empty();
    }

    /** Whether it learns windows of normal operation, so that synthetic ones may stand beside the recorded ones. */
    default boolean augmentable() {
        return false;
    }

    /** Whether whole series are held back, the last ones, instead of the newest rows of each. */
    default boolean holdsBackSeries() {
        return false;
    }

    /** @param rows feature rows of normal operation, targets first */
    Fit fit(TrainingRows rows, FitContext context);

    /** Kinds that are cheap enough to be fitted twice: once without the rows held back, once on all. */
    non-sealed interface Refitted extends DetectorKind {

        Detector fitOnce(TrainingRows rows, FitContext context);

        @Override
        default boolean random() {
            return false;
        }

        @Override
        default Fit fit(TrainingRows rows, FitContext context) {
            Function<TrainingRows, Detector> fit = part -> fitOnce(part, context);
            return new Fit(fit.apply(rows.head(1 - context.heldBack())), fit.apply(rows), null);
        }
    }

    /** Refitted kinds that learn a sample of the windows of normal operation. */
    interface Windowed extends Refitted {

        /** Training windows looked at, at most. */
        int mostWindows();

        Detector fitWindows(FitContext.Sample windows, FitContext context);

        @Override
        default boolean augmentable() {
            return true;
        }

        @Override
        default Detector fitOnce(TrainingRows rows, FitContext context) {
            return fitWindows(context.sample(rows.leading(context.targets()), steps(), mostWindows()), context);
        }
    }

    /** Distance to the nearest window known; see {@link WindowNeighbourDetector}. */
    record WindowNeighbour(int steps, int mostWindows, MemoryPolicy memory) implements Windowed {
        @Override
        public Detector fitWindows(FitContext.Sample windows, FitContext context) {
            return WindowNeighbourDetector.fit(windows.rows(), steps, windows.most(), memory);
        }
    }

    /** Distance to the nearest known mean, deviation, maximum and minimum of a window; see {@link WindowView#STATISTICS}. */
    record WindowStatistics(int steps, int mostWindows, MemoryPolicy memory) implements Windowed {
        @Override
        public Detector fitWindows(FitContext.Sample windows, FitContext context) {
            return WindowNeighbourDetector.fit(windows.rows(), steps, WindowView.STATISTICS, windows.most(), memory);
        }
    }

    /** As {@link WindowStatistics}, with the logarithm of the deviation; see {@link WindowView#LOG_STATISTICS}. */
    record WindowLogStatistics(int steps, int mostWindows, MemoryPolicy memory) implements Windowed {
        @Override
        public Detector fitWindows(FitContext.Sample windows, FitContext context) {
            return WindowNeighbourDetector.fit(
                    windows.rows(), steps, WindowView.LOG_STATISTICS, windows.most(), memory);
        }
    }

    /** An autoencoder that gets used to its own errors; see {@link FamiliarErrorsDetector}. */
    record FamiliarErrors(LstmAutoencoderKind autoencoder, MemoryPolicy memory) implements DetectorKind {
        @Override
        public boolean augmentable() {
            return true;
        }

        @Override
        public int steps() {
            return autoencoder.steps();
        }

        @Override
        public boolean random() {
            return true;
        }

        @Override
        public Fit fit(TrainingRows rows, FitContext context) {
            Fit fit = autoencoder.fit(rows, context);
            var detector = new FamiliarErrorsDetector((ReconstructionDetector) fit.detector(), memory);
            return new Fit(detector, detector, fit.curve());
        }
    }

    /** Residual of principal components; see {@link WindowPcaDetector}. */
    record WindowPca(int steps, int mostWindows, double varianceShare) implements Windowed {
        @Override
        public Detector fitWindows(FitContext.Sample windows, FitContext context) {
            return WindowPcaDetector.fit(windows.rows(), steps, windows.most(), varianceShare);
        }
    }

    /** Distance to the nearest cluster centre; see {@link KMeansWindowsDetector}. */
    record KMeansWindows(int steps, int mostWindows, int clusters) implements Windowed {
        @Override
        public boolean random() {
            return true;
        }

        @Override
        public Detector fitWindows(FitContext.Sample windows, FitContext context) {
            return KMeansWindowsDetector.fit(windows.rows(), steps, windows.most(), clusters, context.seed());
        }
    }

    /** Ridge regression on the rows before and on the state sensors; see {@link OneStepPredictorDetector}. */
    record OneStepPredictor(PredictorSettings settings) implements Refitted {
        @Override
        public int steps() {
            return Math.max(settings.pastRows() + 1, settings.stateRows());
        }

        @Override
        public boolean stateInputs() {
            return true;
        }

        @Override
        public Detector fitOnce(TrainingRows rows, FitContext context) {
            return OneStepPredictorDetector.fit(rows, context.targets(), settings);
        }
    }

    /** Naive baseline. */
    record LastValue() implements Refitted {
        @Override
        public int steps() {
            return 2;
        }

        @Override
        public Detector fitOnce(TrainingRows rows, FitContext context) {
            return OneStepPredictorDetector.lastValue(context.targets());
        }
    }

    /** Naive baseline. */
    record MovingAverage(int rows) implements Refitted {
        @Override
        public int steps() {
            return rows + 1;
        }

        @Override
        public Detector fitOnce(TrainingRows training, FitContext context) {
            return OneStepPredictorDetector.movingAverage(context.targets(), rows);
        }
    }
}
