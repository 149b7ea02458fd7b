package io.millrace.detection.tree;

import java.util.Arrays;

/**
 * What each feature adds to a margin: exact Shapley values of the path-dependent game, in which features that are not known follow the training
 * weight down both branches. The values and the mean margin sum to the margin of the vector. One per task, not thread-safe.
 *
 * <p>Cost: trees · leaves · depth²; scratch memory grows with depth².
 *
 * <p>References: S. M. Lundberg, G. G. Erion, S.-I. Lee, "Consistent Individualized Feature Attribution for Tree Ensembles", 2018, algorithm 2
 * (EXTEND, UNWIND and the recursion keep their names); S. M. Lundberg et al., "From local explanations to global understanding with
 * explainable AI for trees", Nature Machine Intelligence, 2020.
 */
public final class TreeShap {

    private final TreeEnsemble ensemble;
    private final double[] expected; // [outputs]
    // one row for every level: the features on the way down, each level with a copy of its parent's
    private final int[] features;
    private final double[] zeros; // share of the training weight that passes when the feature is not known
    private final double[] ones; // 1 if the vector passes, else 0
    private final double[] weights; // share of the feature subsets of each size
    private final double[] margins; // [outputs]
    private double[] x;
    private double[] values;

    public TreeShap(TreeEnsemble ensemble) {
        this.ensemble = ensemble;
        int levels = ensemble.depth() + 2;
        int room = levels * (levels + 1) / 2;
        this.features = new int[room];
        this.zeros = new double[room];
        this.ones = new double[room];
        this.weights = new double[room];
        this.margins = new double[ensemble.outputs()];
        this.expected = new double[ensemble.outputs()];
        for (int k = 0; k < expected.length; k++) {
            expected[k] = ensemble.base(k);
        }
        for (int t = 0; t < ensemble.trees(); t++) {
            expected[ensemble.tree(t).output()] += ensemble.tree(t).mean();
        }
    }

    /** Margin of an output of which nothing is known: base and mean of every tree. */
    public double expected(int output) {
        return expected[output];
    }

    /**
     * @param vector [features], NaN for missing
     * @param output whose margin is explained
     * @param contributions receives [features]; added up with {@link #expected} they are the margin
     */
    public void explain(double[] vector, int output, double[] contributions) {
        ensemble.requireLength(vector);
        x = vector;
        values = contributions;
        Arrays.fill(values, 0, ensemble.features(), 0);
        for (int t = 0; t < ensemble.trees(); t++) {
            Tree tree = ensemble.tree(t);
            if (tree.output() == output && !tree.isLeaf(0)) {
                descend(tree, 0, 0, 0, 1, 1, -1);
            }
        }
        if (ensemble.family().sumsFloats()) {
            shareRounding(output);
        }
    }

    /** Sums of floats differ from the exact ones by their rounding; in proportion to the values it changes none of them visibly. */
    private void shareRounding(int output) {
        ensemble.margins(x, margins);
        double sum = expected[output];
        double magnitude = 0;
        for (int f = 0; f < ensemble.features(); f++) {
            sum += values[f];
            magnitude += Math.abs(values[f]);
        }
        double rounding = margins[output] - sum;
        for (int f = 0; f < ensemble.features() && magnitude > 0; f++) {
            values[f] += rounding * Math.abs(values[f]) / magnitude;
        }
    }

    /**
     * @param at where this level's row begins; its parent's stands just before it
     * @param depth features on the way so far
     */
    private void descend(Tree tree, int node, int depth, int at, double zero, double one, int feature) {
        extend(depth, at, zero, one, feature);
        if (tree.isLeaf(node)) {
            for (int i = 1; i <= depth; i++) {
                values[features[at + i]] +=
                        unwoundSum(depth, at, i) * (ones[at + i] - zeros[at + i]) * tree.number(node);
            }
            return;
        }
        int split = tree.feature(node);
        double zeroBefore = 1;
        double oneBefore = 1;
        int length = depth;
        for (int i = 1; i <= depth; i++) { // a feature that splits again counts once: undo its earlier split
            if (features[at + i] == split) {
                zeroBefore = zeros[at + i];
                oneBefore = ones[at + i];
                unwind(length--, at, i);
                break;
            }
        }
        int hot = ensemble.next(tree, node, x);
        double left = tree.leftShare(node);
        branch(tree, tree.left(node), hot, length, at, zeroBefore * left, oneBefore, split);
        branch(tree, tree.right(node), hot, length, at, zeroBefore * (1 - left), oneBefore, split);
    }

    private void branch(Tree tree, int child, int hot, int length, int at, double zero, double oneBefore, int split) {
        double one = child == hot ? oneBefore : 0;
        if (zero == 0 && one == 0) {
            return; // neither the vector nor any training weight comes by
        }
        int below = at + length + 1;
        System.arraycopy(features, at, features, below, length + 1);
        System.arraycopy(zeros, at, zeros, below, length + 1);
        System.arraycopy(ones, at, ones, below, length + 1);
        System.arraycopy(weights, at, weights, below, length + 1);
        descend(tree, child, length + 1, below, zero, one, split);
    }

    private void extend(int depth, int at, double zero, double one, int feature) {
        features[at + depth] = feature;
        zeros[at + depth] = zero;
        ones[at + depth] = one;
        weights[at + depth] = depth == 0 ? 1 : 0;
        for (int i = depth - 1; i >= 0; i--) {
            weights[at + i + 1] += one * weights[at + i] * (i + 1) / (depth + 1);
            weights[at + i] = zero * weights[at + i] * (depth - i) / (depth + 1);
        }
    }

    private void unwind(int depth, int at, int index) {
        double one = ones[at + index];
        double zero = zeros[at + index];
        double next = weights[at + depth];
        for (int i = depth - 1; i >= 0; i--) {
            if (one != 0) {
                double before = weights[at + i];
                weights[at + i] = next * (depth + 1) / ((i + 1) * one);
                next = before - weights[at + i] * zero * (depth - i) / (depth + 1);
            } else {
                weights[at + i] = weights[at + i] * (depth + 1) / (zero * (depth - i));
            }
        }
        for (int i = index; i < depth; i++) {
            features[at + i] = features[at + i + 1];
            zeros[at + i] = zeros[at + i + 1];
            ones[at + i] = ones[at + i + 1];
        }
    }

    /** Sum of the weights after an UNWIND of one feature, without doing it. */
    private double unwoundSum(int depth, int at, int index) {
        double one = ones[at + index];
        double zero = zeros[at + index];
        double next = weights[at + depth];
        double sum = 0;
        for (int i = depth - 1; i >= 0; i--) {
            if (one != 0) {
                double weight = next * (depth + 1) / ((i + 1) * one);
                sum += weight;
                next = weights[at + i] - weight * zero * (depth - i) / (depth + 1);
            } else {
                sum += weights[at + i] * (depth + 1) / (zero * (depth - i));
            }
        }
        return sum;
    }
}
