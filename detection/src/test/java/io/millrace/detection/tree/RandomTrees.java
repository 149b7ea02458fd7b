package io.millrace.detection.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trees with random splits, some of them on the same feature twice, some without any training weight. */
public final class RandomTrees {

    private RandomTrees() {}

    public static TreeEnsemble ensemble(TreeFamily family, Link link, int features, int outputs, int trees, long seed) {
        var random = new Random(seed);
        List<Tree> all = new ArrayList<>();
        for (int t = 0; t < trees; t++) {
            all.add(tree(t % outputs, features, 1 + random.nextInt(5), random));
        }
        return new TreeEnsemble(
                family, link, features, random.doubles(outputs, -1, 1).toArray(), all);
    }

    static Tree tree(int output, int features, int depth, Random random) {
        var builder = new Tree.Builder(output);
        grow(builder, features, depth, 1000, random);
        return builder.build();
    }

    private static void grow(Tree.Builder builder, int features, int depth, double cover, Random random) {
        if (depth == 0 || random.nextInt(6) == 0) {
            builder.leaf((float) (0.05 * random.nextGaussian()), cover); // as small as a learning rate makes them
            return;
        }
        Missing[] rules = Missing.values();
        builder.split(
                random.nextInt(features), (float) random.nextGaussian(), rules[random.nextInt(rules.length)], cover);
        double left = random.nextInt(8) == 0 ? 0 : Math.rint(cover * random.nextDouble());
        grow(builder, features, depth - 1, left, random);
        grow(builder, features, depth - 1, cover - left, random);
    }

    /** Values around 0, now and then exactly 0 or missing. */
    static double[] vector(int features, Random random) {
        var x = new double[features];
        for (int f = 0; f < features; f++) {
            int kind = random.nextInt(10);
            x[f] = kind == 0 ? Double.NaN : kind == 1 ? 0 : random.nextGaussian();
        }
        return x;
    }
}
