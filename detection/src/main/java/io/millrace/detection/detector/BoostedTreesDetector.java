package io.millrace.detection.detector;

import io.millrace.detection.feature.EngineeredFeatures;
import io.millrace.detection.feature.FeaturePlan;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.SelfAttributingScorer;
import io.millrace.detection.score.SelfAttribution;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeShap;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/**
 * Gradient-boosted trees on engineered features, trained on labels: a window is as strange as the trees find it likely that something is wrong,
 * or as little life as they find left.
 *
 * <p>Score: see {@link TreeOutcome.Task}, 0 to 1. Its input should be physical values (a scaler that changes nothing), since ratios of values
 * that are scaled around 0 mean nothing. Cost of a window: the features, one way down each tree; an explanation costs trees · leaves · depth².
 *
 * <p>What made a window strange are {@link TreeShap} values of the margin that stands behind the score (of several classes the
 * likeliest fault's less the normal one's), summed over the features of a sensor. Those that speak for the fault share the blame; a
 * window that nothing speaks against is shared by magnitude. The expected values are the sensors' typical ones, medians of normal rows in training.
 */
public final class BoostedTreesDetector implements Detector {

    private final TreeEnsemble trees;
    private final EngineeredFeatures features;
    private final TreeOutcome outcome;
    private final float[] typical; // [sensors]

    /**
     * @param trees predict from the plan's features
     * @param typical value of each sensor in normal operation, [sensors of the plan]; finite
     */
    public BoostedTreesDetector(TreeEnsemble trees, FeaturePlan plan, TreeOutcome outcome, float[] typical) {
        this.trees = trees;
        this.features = new EngineeredFeatures(plan);
        this.outcome = outcome;
        this.typical = typical.clone();
        if (trees.features() != features.size()) {
            throw new IllegalArgumentException("the trees expect " + trees.features() + " features, the plan makes "
                    + features.size() + ": train them again on this plan");
        }
        if (trees.outputs() != outcome.outputs()) {
            throw new IllegalArgumentException("the trees have " + trees.outputs() + " outputs, a " + outcome.task()
                    + " of " + outcome.classes() + " needs " + outcome.outputs());
        }
        if (typical.length != plan.sensors()) {
            throw new IllegalArgumentException(
                    "typical values of " + plan.sensors() + " sensors were expected, found " + typical.length);
        }
    }

    public TreeEnsemble trees() {
        return trees;
    }

    public EngineeredFeatures engineered() {
        return features;
    }

    public TreeOutcome outcome() {
        return outcome;
    }

    /** Value of each sensor in normal operation, [sensors]; a copy. */
    public float[] typical() {
        return typical.clone();
    }

    @Override
    public String name() {
        return trees.family().optionName();
    }

    @Override
    public boolean scoreIsLevel() {
        return true;
    }

    @Override
    public int steps() {
        return features.plan().steps();
    }

    @Override
    public int features() {
        return features.plan().sensors() + features.plan().states();
    }

    @Override
    public int targets() {
        return features.plan().sensors();
    }

    @Override
    public Scorer newScorer() {
        return new Scorer();
    }

    /** One per task, not thread-safe. */
    public final class Scorer implements SelfAttributingScorer {

        private final double[] vector = new double[features.size()];
        private final double[] prediction = new double[trees.outputs()];
        private final double[] contributions = new double[features.size()];
        private final double[] normal = new double[features.size()];
        private TreeShap shap; // null until something is to be explained

        @Override
        public void score(WindowBatch batch, double[] scores) {
            for (int n = 0; n < batch.windows(); n++) {
                predict(batch, n);
                scores[n] = outcome.score(prediction);
            }
        }

        /** What the trees say of window {@code n}, [outputs]; valid until the next call. */
        public double[] predict(WindowBatch batch, int n) {
            features.compute(batch.rows(), batch.start(n) * batch.features(), batch.features(), vector);
            trees.predict(vector, prediction);
            return prediction;
        }

        /** What each feature adds to the margin behind the score of window {@code n}, [engineered features]; valid until the next call. */
        public double[] contributions(WindowBatch batch, int n) {
            if (shap == null) {
                shap = new TreeShap(trees);
            }
            predict(batch, n);
            switch (outcome.task()) {
                case BINARY -> shap.explain(vector, 0, contributions);
                case MULTI_CLASS -> {
                    shap.explain(vector, outcome.likeliestFault(prediction), contributions);
                    shap.explain(vector, outcome.normal(), normal);
                    for (int f = 0; f < contributions.length; f++) {
                        contributions[f] -= normal[f];
                    }
                }
                case REMAINING_LIFE -> {
                    shap.explain(vector, 0, contributions);
                    for (int f = 0; f < contributions.length; f++) {
                        contributions[f] = -contributions[f]; // what takes life speaks for the fault
                    }
                }
            }
            return contributions;
        }

        /** TreeSHAP values of the margin, summed over what was engineered of each sensor and state. */
        @Override
        public SelfAttribution attribute(WindowBatch batch, int n) {
            double[] engineered = contributions(batch, n);
            var byFeature = new double[features()];
            for (int f = 0; f < engineered.length; f++) {
                byFeature[features.feature(f).column()] += engineered[f];
            }
            return switch (outcome.task()) {
                case BINARY -> new SelfAttribution("TreeSHAP", "the margin for a fault", shap.expected(0), byFeature);
                case MULTI_CLASS ->
                    new SelfAttribution(
                            "TreeSHAP",
                            "the margin of the likeliest fault over the normal class",
                            shap.expected(outcome.likeliestFault(prediction)) - shap.expected(outcome.normal()),
                            byFeature);
                case REMAINING_LIFE ->
                    new SelfAttribution(
                            "TreeSHAP",
                            "the margin of remaining life, turned to speak for wear",
                            -shap.expected(0),
                            byFeature);
            };
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            double[] byFeature = contributions(batch, n);
            boolean anyFor = anySpeaksForTheFault(byFeature);
            var featureShare = new double[targets()];
            var stepShare = new double[steps()];
            double total = 0;
            for (int f = 0; f < byFeature.length; f++) {
                EngineeredFeatures.Feature feature = features.feature(f);
                double part = anyFor ? Math.max(0, byFeature[f]) : Math.abs(byFeature[f]);
                if (part == 0 || feature.column() >= targets()) {
                    continue; // a state is a circumstance, no measured quantity that could be off
                }
                featureShare[feature.column()] += part;
                total += part;
                int rows = feature.firstBack() - feature.lastBack() + 1;
                for (int back = feature.lastBack(); back <= feature.firstBack(); back++) {
                    stepShare[steps() - 1 - back] += part / rows;
                }
            }
            Errors.divide(featureShare, total);
            Errors.divide(stepShare, total);
            var expected = new float[steps() * targets()];
            for (int t = 0; t < steps(); t++) {
                System.arraycopy(typical, 0, expected, t * targets(), targets());
            }
            return new WindowError(featureShare, stepShare, expected);
        }

        private boolean anySpeaksForTheFault(double[] byFeature) {
            for (int f = 0; f < byFeature.length; f++) {
                if (byFeature[f] > 0 && features.feature(f).column() < targets()) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public String toString() {
        return name() + " of " + trees.trees() + " trees on " + features.size() + " features, classes "
                + outcome.classes() + ", typical " + Arrays.toString(typical);
    }
}
