package io.millrace.detection.tree;

import java.util.Arrays;

/**
 * One regression tree. Node 0 is the root, the left child stands right behind its parent, the right one behind the left one's subtree:
 * an order in which no tree can have a cycle. Immutable, shared.
 */
public final class Tree {

    private static final int LEAF = -1;

    private final int output;
    private final int[] feature; // [nodes], −1 for a leaf
    private final double[] number; // [nodes], threshold of a split, value of a leaf
    private final Missing[] missing; // [nodes], null for a leaf
    private final int[] right; // [nodes], right child of a split
    private final float[] cover; // [nodes], training weight that came by, ≥ 0
    private final int depth;

    private Tree(int output, int[] feature, double[] number, Missing[] missing, int[] right, float[] cover, int depth) {
        this.output = output;
        this.feature = feature;
        this.number = number;
        this.missing = missing;
        this.right = right;
        this.cover = cover;
        this.depth = depth;
    }

    /** Output that the tree adds to: the class, else 0. */
    public int output() {
        return output;
    }

    public int nodes() {
        return feature.length;
    }

    /** Splits on the longest way down. */
    int depth() {
        return depth;
    }

    boolean isLeaf(int node) {
        return feature[node] == LEAF;
    }

    int feature(int node) {
        return feature[node];
    }

    /** Threshold of a split, value of a leaf. */
    double number(int node) {
        return number[node];
    }

    Missing missing(int node) {
        return missing[node];
    }

    int left(int node) {
        return node + 1;
    }

    int right(int node) {
        return right[node];
    }

    float cover(int node) {
        return cover[node];
    }

    /** Share of a split's training weight that went left; a half where none came by. */
    double leftShare(int split) {
        double left = cover[left(split)];
        double both = left + cover[right[split]];
        return both > 0 ? left / both : 0.5;
    }

    /** The child that a vector of features goes to from a split. */
    int next(int split, double[] features, boolean seesFloats, boolean strict) {
        double x = features[feature[split]];
        Missing rule = missing[split];
        boolean goesLeft;
        if (rule.isMissing(x)) {
            goesLeft = rule.goesLeft();
        } else {
            double seen = Double.isNaN(x) ? 0 : seesFloats ? (float) x : x;
            goesLeft = strict ? seen < number[split] : seen <= number[split];
        }
        return goesLeft ? split + 1 : right[split];
    }

    double valueOf(double[] features, boolean seesFloats, boolean strict) {
        int node = 0;
        while (feature[node] != LEAF) {
            node = next(node, features, seesFloats, strict);
        }
        return number[node];
    }

    /** Mean over the training weight. */
    double mean() {
        return mean(0);
    }

    private double mean(int node) {
        if (isLeaf(node)) {
            return number[node];
        }
        double left = leftShare(node);
        return left * mean(left(node)) + (1 - left) * mean(right[node]);
    }

    /** Takes nodes in pre-order: a split, its left subtree, its right subtree. Mutable, for one tree, not thread-safe. */
    public static final class Builder {

        private static final int DEEPEST = 512;

        private final int output;
        private int[] feature = new int[16];
        private double[] number = new double[16];
        private Missing[] missing = new Missing[16];
        private int[] right = new int[16];
        private float[] cover = new float[16];
        private int[] open = new int[16]; // splits whose right subtree has not begun, innermost last
        private int[] openDepth = new int[16];
        private int opened;
        private int nodes;
        private int level; // of the next node
        private int depth;
        private boolean whole;

        /** @param output class that the tree adds to, else 0 */
        public Builder(int output) {
            this.output = output;
        }

        /**
         * Adds a split; its left subtree comes next, then its right one.
         *
         * @param threshold a number; an infinite one parts what has a value from what has none
         * @param cover training weight, ≥ 0
         */
        public Builder split(int splitFeature, double threshold, Missing rule, double cover) {
            if (splitFeature < 0) {
                throw new IllegalArgumentException("a split needs a feature ≥ 0, found " + splitFeature);
            }
            add(splitFeature, threshold, rule, cover);
            if (opened == open.length) {
                open = Arrays.copyOf(open, 2 * opened);
                openDepth = Arrays.copyOf(openDepth, 2 * opened);
            }
            open[opened] = nodes - 1;
            openDepth[opened++] = level;
            if (++level > DEEPEST) {
                throw new IllegalArgumentException("trees of at most " + DEEPEST + " levels are served, found more");
            }
            depth = Math.max(depth, level);
            return this;
        }

        /**
         * Adds a leaf.
         *
         * @param value finite
         * @param cover training weight, ≥ 0
         */
        public Builder leaf(double value, double cover) {
            add(LEAF, value, null, cover);
            if (opened == 0) {
                whole = true;
            } else {
                right[open[--opened]] = nodes; // the next node begins this split's right subtree
                level = openDepth[opened] + 1;
            }
            return this;
        }

        private void add(int splitFeature, double value, Missing rule, double weight) {
            if (whole) {
                throw new IllegalArgumentException("a tree is whole after " + nodes + " nodes, found another one");
            }
            if (Double.isNaN(value) || splitFeature == LEAF && Double.isInfinite(value)) {
                throw new IllegalArgumentException(
                        "a tree expects thresholds that are numbers and finite values, found " + value + " in node "
                                + nodes);
            }
            if (!(weight >= 0) || !Double.isFinite((float) weight)) {
                throw new IllegalArgumentException(
                        "a tree expects a training weight ≥ 0, found " + weight + " in node " + nodes);
            }
            if (nodes == feature.length) {
                grow(2 * nodes);
            }
            feature[nodes] = splitFeature;
            number[nodes] = value;
            missing[nodes] = rule;
            cover[nodes++] = (float) weight;
        }

        private void grow(int length) {
            feature = Arrays.copyOf(feature, length);
            number = Arrays.copyOf(number, length);
            missing = Arrays.copyOf(missing, length);
            right = Arrays.copyOf(right, length);
            cover = Arrays.copyOf(cover, length);
        }

        boolean isWhole() {
            return whole;
        }

        /** @throws IllegalArgumentException if subtrees are missing */
        public Tree build() {
            if (!whole) {
                throw new IllegalArgumentException(
                        "a tree breaks off after " + nodes + " nodes: " + (opened + 1) + " subtrees are missing");
            }
            grow(nodes);
            return new Tree(output, feature, number, missing, right, cover, depth);
        }
    }
}
