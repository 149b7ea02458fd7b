package io.millrace.detection.detector;

import java.util.Arrays;
import java.util.Random;

/**
 * Trees of an isolation forest while they grow, nodes one after the other. A node's left child stands right behind it. Mutable, not
 * thread-safe.
 */
final class IsolationTrees {

    private final float[][] points; // [points][size]
    private final int size;
    private final int limit;
    private final Random random;
    private int[] feature = new int[1024]; // of a leaf −1
    private float[] split = new float[1024]; // of a leaf the training points in it
    private int[] right = new int[1024]; // of a leaf 0
    private int nodes;

    /** @param limit depth at which a tree stops to grow */
    IsolationTrees(float[][] points, int limit, Random random) {
        this.points = points;
        this.size = points[0].length;
        this.limit = limit;
        this.random = random;
    }

    /** Grows a tree on so many points, drawn without replacement; its root's number. */
    int grow(int samples) {
        int[] drawn = new int[points.length];
        Arrays.setAll(drawn, i -> i);
        for (int i = 0; i < samples; i++) {
            swap(drawn, i, i + random.nextInt(drawn.length - i));
        }
        int root = nodes;
        grow(drawn, 0, samples, 0);
        return root;
    }

    private void grow(int[] drawn, int from, int to, int depth) {
        int node = add();
        int chosen = depth < limit && to - from > 1 ? feature(drawn, from, to) : -1;
        feature[node] = chosen;
        if (chosen < 0) {
            split[node] = to - from;
            return;
        }
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            least = Math.min(least, points[drawn[i]][chosen]);
            most = Math.max(most, points[drawn[i]][chosen]);
        }
        float cut = least + random.nextFloat() * (most - least);
        split[node] = cut < most ? cut : least; // rounding must not leave the right side empty
        int middle = from;
        for (int i = from; i < to; i++) {
            if (points[drawn[i]][chosen] <= split[node]) {
                swap(drawn, middle++, i);
            }
        }
        grow(drawn, from, middle, depth + 1);
        right[node] = nodes;
        grow(drawn, middle, to, depth + 1);
    }

    /** A feature that is not the same for all points, each as likely; −1 when there is none. */
    private int feature(int[] drawn, int from, int to) {
        int[] order = new int[size];
        Arrays.setAll(order, f -> f);
        for (int tried = 0; tried < size; tried++) {
            swap(order, tried, tried + random.nextInt(size - tried));
            float first = points[drawn[from]][order[tried]];
            for (int i = from + 1; i < to; i++) {
                if (points[drawn[i]][order[tried]] != first) {
                    return order[tried];
                }
            }
        }
        return -1;
    }

    private int add() {
        if (nodes == feature.length) {
            feature = Arrays.copyOf(feature, 2 * nodes);
            split = Arrays.copyOf(split, 2 * nodes);
            right = Arrays.copyOf(right, 2 * nodes);
        }
        return nodes++;
    }

    private static void swap(int[] values, int i, int j) {
        int held = values[i];
        values[i] = values[j];
        values[j] = held;
    }

    int[] features() {
        return Arrays.copyOf(feature, nodes);
    }

    float[] splits() {
        return Arrays.copyOf(split, nodes);
    }

    int[] rights() {
        return Arrays.copyOf(right, nodes);
    }
}
