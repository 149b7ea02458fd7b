package io.millrace.training.trees;

/**
 * How trees are grown.
 *
 * @param trees rounds of boosting, ≥ 1; of several classes each round grows a tree per class
 * @param learningRate share of a tree's answer that counts, in (0, 1]
 * @param depth most splits on the way down, 1 to 16
 * @param leastRows fewest rows of a leaf, ≥ 1; LightGBM alone. XGBoost bounds the second derivative, by 1
 * @param seed of everything random
 */
public record TreeOptions(int trees, double learningRate, int depth, int leastRows, long seed) {

    /** 300 trees, learning rate 0.05, depth 6, leaves of at least 20 rows. */
    public static final TreeOptions DEFAULT = new TreeOptions(300, 0.05, 6, 20, 1);

    public TreeOptions {
        if (trees < 1) {
            throw new IllegalArgumentException("trees: expected 1 or more, found " + trees);
        }
        if (!(learningRate > 0 && learningRate <= 1)) {
            throw new IllegalArgumentException("learning rate: expected above 0 to 1, found " + learningRate);
        }
        if (depth < 1 || depth > 16) {
            throw new IllegalArgumentException("depth: expected 1 to 16, found " + depth);
        }
        if (leastRows < 1) {
            throw new IllegalArgumentException("rows of a leaf: expected 1 or more, found " + leastRows);
        }
    }

    public TreeOptions withTrees(int value) {
        return new TreeOptions(value, learningRate, depth, leastRows, seed);
    }

    public TreeOptions withLearningRate(double value) {
        return new TreeOptions(trees, value, depth, leastRows, seed);
    }

    public TreeOptions withDepth(int value) {
        return new TreeOptions(trees, learningRate, value, leastRows, seed);
    }

    public TreeOptions withSeed(long value) {
        return new TreeOptions(trees, learningRate, depth, leastRows, value);
    }
}
