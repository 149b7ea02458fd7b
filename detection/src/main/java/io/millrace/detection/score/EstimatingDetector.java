package io.millrace.detection.score;

import io.millrace.detection.model.AttentionLstm;
import io.millrace.detection.model.LstmKernels;
import io.millrace.detection.model.WindowEstimator;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/**
 * A network that learnt from labels as a detector. Score: the probability that the window is anomalous, or the share of its life that the
 * machine has used up, in [0, 1].
 *
 * <p>Explained by occlusion: a feature that is held at its typical value over the whole window, or a section of steps in which all are, and
 * the network asked again. What its answer falls by, before it is squeezed to [0, 1], is what the feature or section spoke for the alarm; what
 * speaks against it counts as nothing. It costs one forward pass per feature and per section, asked as one batch. Features that the
 * network reads together share one effect, which occlusion one by one may count twice or not at all.
 *
 * <p>Reference: M. D. Zeiler, R. Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014.
 */
public final class EstimatingDetector implements Detector {

    public static final String CLASSIFIER = "lstm-classifier";
    public static final String ATTENTION = "attention-lstm";

    /** Sections of steps that are occluded, at most. */
    private static final int SECTIONS = 10;

    private final WindowEstimator network;
    private final float[] typical; // [features]
    private final WindowEstimator.Packed packed;

    /** @param typical mean of each feature over normal training rows, scaled, [features] */
    public EstimatingDetector(WindowEstimator network, float[] typical) {
        if (typical.length != network.features()) {
            throw new IllegalArgumentException("typical values of %d features were expected, found %d"
                    .formatted(network.features(), typical.length));
        }
        for (float value : typical) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "typical values hold a value that is not finite: train the model again");
            }
        }
        this.network = network;
        this.typical = typical.clone();
        this.packed = LstmKernels.choose().kernel().pack(network);
    }

    public WindowEstimator network() {
        return network;
    }

    /** A copy, [features]. */
    public float[] typical() {
        return typical.clone();
    }

    @Override
    public String name() {
        return network instanceof AttentionLstm ? ATTENTION : CLASSIFIER;
    }

    @Override
    public int steps() {
        return network.steps();
    }

    @Override
    public int features() {
        return network.features();
    }

    @Override
    public WindowScorer newScorer() {
        return new Scorer(packed.newPass());
    }

    private final class Scorer implements WindowScorer {

        private final WindowEstimator.Pass pass;
        private final WindowBatch questions = new WindowBatch(steps(), features()); // a window, then what is left of it
        private final float[] occluded = new float[steps() * features()];
        private float[] answers = new float[0]; // [windows]

        Scorer(WindowEstimator.Pass pass) {
            this.pass = pass;
        }

        @Override
        public void score(WindowBatch batch, double[] scores) {
            ask(batch);
            for (int n = 0; n < batch.windows(); n++) {
                scores[n] = network.kind().score(answers[n]);
            }
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            int at = batch.start(n) * features();
            int sections = Math.min(SECTIONS, steps());
            questions.clear();
            occlude(batch, at, 0, 0, 0, 0);
            for (int f = 0; f < features(); f++) {
                occlude(batch, at, 0, steps(), f, f + 1);
            }
            for (int k = 0; k < sections; k++) {
                occlude(batch, at, sectionStart(k, sections), sectionStart(k + 1, sections), 0, features());
            }
            ask(questions);
            var byFeature = new double[features()];
            for (int f = 0; f < features(); f++) {
                byFeature[f] = spoke(1 + f);
            }
            var byStep = new double[steps()];
            for (int k = 0; k < sections; k++) {
                int from = sectionStart(k, sections);
                int to = sectionStart(k + 1, sections);
                Arrays.fill(byStep, from, to, spoke(1 + features() + k) / (to - from));
            }
            normalise(byFeature);
            normalise(byStep);
            var expected = new float[steps() * features()];
            for (int t = 0; t < steps(); t++) {
                System.arraycopy(typical, 0, expected, t * features(), features());
            }
            return new WindowError(byFeature, byStep, expected);
        }

        private void ask(WindowBatch batch) {
            if (answers.length < batch.windows()) {
                answers = new float[batch.windows()];
            }
            pass.estimate(batch, answers);
        }

        private int sectionStart(int section, int sections) {
            return section * steps() / sections;
        }

        /** Adds the window with a part of it typical to the questions. */
        private void occlude(WindowBatch batch, int at, int fromStep, int toStep, int fromFeature, int toFeature) {
            System.arraycopy(batch.rows(), at, occluded, 0, occluded.length);
            for (int t = fromStep; t < toStep; t++) {
                System.arraycopy(typical, fromFeature, occluded, t * features() + fromFeature, toFeature - fromFeature);
            }
            questions.addWindow(occluded);
        }

        /** What the answer falls by when the part that a question leaves out is typical; 0 when it does not fall. */
        private double spoke(int question) {
            return Math.max(0, (double) answers[0] - answers[question]);
        }

        /** To a sum of 1; where nothing spoke for an alarm there is nothing to share. */
        private static void normalise(double[] shares) {
            double total = Arrays.stream(shares).sum();
            for (int i = 0; i < shares.length && total > 0; i++) {
                shares[i] /= total;
            }
        }
    }
}
