package io.millrace.detection.tree;

import java.util.List;

/**
 * Trees that add up to margins, and the link from margins to predictions. Predicts what the library predicts that trained it, missing values
 * (NaN) included. Immutable, shared. Cost of a prediction: one way down each tree.
 */
public final class TreeEnsemble {

    static final int MOST_FEATURES = Short.MAX_VALUE; // what the binary form can number

    private final TreeFamily family;
    private final Link link;
    private final int features;
    private final double[] base; // [outputs], margins before the first tree
    private final Tree[] trees;
    private final int depth;

    /**
     * @param features length of the vectors that are predicted from, 1 to 32767
     * @param base margin of each output before the first tree, [outputs], finite
     * @param trees in the order of training; each adds to the output that it names
     * @throws IllegalArgumentException if a tree names a feature or an output that is not there, or the link does not fit the outputs
     */
    public TreeEnsemble(TreeFamily family, Link link, int features, double[] base, List<Tree> trees) {
        if (features < 1 || features > MOST_FEATURES) {
            throw new IllegalArgumentException(
                    "trees of 1 to " + MOST_FEATURES + " features are served, found " + features);
        }
        boolean fits = link == Link.SOFTMAX ? base.length >= 2 : base.length == 1;
        if (!fits) {
            throw new IllegalArgumentException("a " + link + " link expects "
                    + (link == Link.SOFTMAX ? "2 outputs or more" : "1 output") + ", found " + base.length);
        }
        for (double margin : base) {
            if (!Double.isFinite(margin)) {
                throw new IllegalArgumentException("trees expect a finite base margin, found " + margin);
            }
        }
        this.family = family;
        this.link = link;
        this.features = features;
        this.base = base.clone();
        this.trees = trees.toArray(Tree[]::new);
        int deepest = 0;
        for (int t = 0; t < this.trees.length; t++) {
            check(t);
            deepest = Math.max(deepest, this.trees[t].depth());
        }
        this.depth = deepest;
    }

    private void check(int t) {
        Tree tree = trees[t];
        if (tree.output() < 0 || tree.output() >= base.length) {
            throw new IllegalArgumentException(
                    "tree " + t + " adds to output " + tree.output() + ", there are " + base.length);
        }
        for (int node = 0; node < tree.nodes(); node++) {
            if (!tree.isLeaf(node) && tree.feature(node) >= features) {
                throw new IllegalArgumentException(
                        "tree " + t + " splits on feature " + tree.feature(node) + ", there are " + features);
            }
        }
    }

    public TreeFamily family() {
        return family;
    }

    public Link link() {
        return link;
    }

    /** Length of the vectors that are predicted from. */
    public int features() {
        return features;
    }

    /** Classes of a softmax, else 1. */
    public int outputs() {
        return base.length;
    }

    public int trees() {
        return trees.length;
    }

    Tree tree(int t) {
        return trees[t];
    }

    double base(int output) {
        return base[output];
    }

    /** Splits on the longest way down any tree. */
    int depth() {
        return depth;
    }

    int next(Tree tree, int split, double[] x) {
        return tree.next(split, x, family.seesFloats(), family.strict());
    }

    /**
     * Sums of the trees, before the link.
     *
     * @param x [features], NaN for missing
     * @param margins receives [outputs]
     */
    public void margins(double[] x, double[] margins) {
        requireLength(x);
        System.arraycopy(base, 0, margins, 0, base.length);
        boolean floats = family.sumsFloats();
        for (Tree tree : trees) {
            double sum = margins[tree.output()] + tree.valueOf(x, family.seesFloats(), family.strict());
            margins[tree.output()] = floats ? (float) sum : sum;
        }
    }

    /**
     * @param x [features], NaN for missing
     * @param predictions receives [outputs]: the value, the probability of the second class, or one probability per class
     */
    public void predict(double[] x, double[] predictions) {
        margins(x, predictions);
        link.apply(predictions);
    }

    void requireLength(double[] x) {
        if (x.length != features) {
            throw new IllegalArgumentException("the trees expect " + features + " features, found " + x.length);
        }
    }

    /** The compact binary form. */
    public byte[] toBytes() {
        return TreeBytes.encode(this);
    }

    /**
     * Trees from their compact binary form.
     *
     * @throws IllegalArgumentException when the bytes are no such form, are too short or too long, or contradict themselves
     */
    public static TreeEnsemble of(byte[] bytes) {
        return TreeBytes.decode(bytes);
    }
}
