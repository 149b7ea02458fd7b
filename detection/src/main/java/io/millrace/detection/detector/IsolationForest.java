package io.millrace.detection.detector;

import java.util.Arrays;
import java.util.Random;

/**
 * Random trees that isolate points from each other: what few cuts set apart is strange.
 *
 * <p>With h the depth of the leaf in which a point ends, plus c of the training points in it, and c(n) = 2 H(n − 1) − 2 (n − 1) / n the
 * mean depth of an unsuccessful search among n points, the score is 2^(−mean h / c(ψ)), ψ the points that each tree grew on: in (0, 1),
 * about 0.5 for a point like all others, near 1 for one that is cut off at once. Immutable, shared. Memory 12 bytes per node.
 *
 * <p>References: F. T. Liu, K. M. Ting and Z.-H. Zhou, "Isolation Forest", ICDM, 2008; the draw of features that are not constant, and
 * h of leaves, as in scikit-learn's {@code IsolationForest}.
 */
public final class IsolationForest {

    private static final double EULER = 0.5772156649015329;

    private final int size;
    private final int samples;
    private final int[] roots; // [trees]
    private final int[] feature; // [nodes], −1 of a leaf
    private final float[] split; // [nodes], of a leaf the training points in it
    private final int[] right; // [nodes], the left child stands right behind its parent
    private final double[] leafDepth; // [nodes], c of a leaf's points

    /**
     * @param size values of a point, ≥ 1
     * @param samples ψ, ≥ 2
     * @param roots node at which each tree begins, rising from 0
     * @param feature what each node looks at, −1 for a leaf
     * @param split what goes left at most; of a leaf the training points in it, ≥ 1
     * @param right node of the right child, behind its parent; of a leaf 0
     */
    public IsolationForest(int size, int samples, int[] roots, int[] feature, float[] split, int[] right) {
        if (size < 1 || samples < 2 || roots.length == 0) {
            throw new IllegalArgumentException(
                    "an isolation forest expects points of 1 value or more, 2 samples or more and a tree, found %d, %d and %d"
                            .formatted(size, samples, roots.length));
        }
        this.size = size;
        this.samples = samples;
        this.roots = roots.clone();
        this.feature = feature.clone();
        this.split = split.clone();
        this.right = right.clone();
        requireTrees();
        this.leafDepth = new double[feature.length];
        for (int n = 0; n < feature.length; n++) {
            leafDepth[n] = feature[n] < 0 ? meanDepth(split[n]) : 0;
        }
    }

    /** Every walk must end: children stand behind their parents, in the same tree. */
    private void requireTrees() {
        if (split.length != feature.length || right.length != feature.length) {
            throw new IllegalArgumentException(
                    "a forest's nodes expect a feature, a split and a right child each, found " + feature.length + ", "
                            + split.length + " and " + right.length);
        }
        for (int t = 0; t < roots.length; t++) {
            int end = t + 1 < roots.length ? roots[t + 1] : feature.length;
            if (roots[t] >= end || end > feature.length || (t == 0 && roots[0] != 0)) {
                throw new IllegalArgumentException(
                        "tree " + t + " of the forest expects nodes of its own, found " + roots[t] + " to " + end);
            }
            for (int n = roots[t]; n < end; n++) {
                boolean leaf = feature[n] == -1 && split[n] >= 1 && right[n] == 0;
                boolean fork = feature[n] >= 0 && feature[n] < size && right[n] > n + 1 && right[n] < end;
                if (!leaf && !fork) {
                    throw new IllegalArgumentException(
                            "node %d of the forest is neither leaf nor fork among %d values and nodes up to %d: feature %d, split %s, right child %d"
                                    .formatted(n, size, end, feature[n], split[n], right[n]));
                }
            }
        }
    }

    /**
     * @param points [points][size], at least two
     * @param trees ≥ 1; 100 by custom
     * @param samples points that each tree grows on, ≥ 2; 256 by custom; all of them where there are fewer
     */
    public static IsolationForest fit(float[][] points, int trees, int samples, long seed) {
        if (points.length < 2) {
            throw new IllegalArgumentException(
                    "an isolation forest needs two points or more to set apart, found " + points.length);
        }
        int drawn = Math.min(samples, points.length);
        int limit = 32 - Integer.numberOfLeadingZeros(Math.max(2, drawn) - 1); // ⌈log2 ψ⌉
        var growing = new IsolationTrees(points, limit, new Random(seed));
        var roots = new int[trees];
        Arrays.setAll(roots, t -> growing.grow(drawn));
        return new IsolationForest(
                points[0].length, drawn, roots, growing.features(), growing.splits(), growing.rights());
    }

    /** Score of a point, its values from {@code at} on; in (0, 1). */
    public double score(float[] values, int at) {
        double depths = 0;
        for (int root : roots) {
            depths += depth(values, at, root);
        }
        return Math.pow(2, -depths / roots.length / meanDepth(samples));
    }

    private double depth(float[] values, int at, int root) {
        int node = root;
        int depth = 0;
        while (feature[node] >= 0) {
            node = values[at + feature[node]] <= split[node] ? node + 1 : right[node];
            depth++;
        }
        return depth + leafDepth[node];
    }

    /** c(n). */
    private static double meanDepth(double points) {
        if (points < 2) {
            return 0;
        }
        return points == 2 ? 1 : 2 * (Math.log(points - 1) + EULER) - 2 * (points - 1) / points;
    }

    /** Values of a point. */
    public int size() {
        return size;
    }

    /** ψ, the points that each tree grew on. */
    public int samples() {
        return samples;
    }

    /** Copies. */
    public int[] roots() {
        return roots.clone();
    }

    public int[] features() {
        return feature.clone();
    }

    public float[] splits() {
        return split.clone();
    }

    public int[] rights() {
        return right.clone();
    }
}
