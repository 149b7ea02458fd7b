package io.millrace.detection.detector;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Lloyd's algorithm from careful seeds. Cost: passes · windows · clusters · size. */
final class KMeans {

    private static final int MOST_PASSES = 100;

    private final List<float[]> windows;
    private final int size;

    KMeans(List<float[]> windows) {
        this.windows = windows;
        this.size = windows.get(0).length;
    }

    /** Centres one after the other, [at most clusters × size]. */
    float[] centres(int clusters, long seed) {
        if (clusters < 1) {
            throw new IllegalArgumentException("clusters must be ≥ 1, found " + clusters);
        }
        float[] centres = seeds(clusters, new SplittableRandom(seed));
        var assignment = new int[windows.size()];
        Arrays.fill(assignment, -1);
        for (int pass = 0; pass < MOST_PASSES && assign(centres, assignment); pass++) {
            centres = means(centres, assignment);
        }
        return centres;
    }

    /** Each next seed is drawn with a probability that grows with the square of its distance from those before. */
    private float[] seeds(int clusters, SplittableRandom random) {
        var seeds = new float[clusters * size];
        var squares = new double[windows.size()];
        Arrays.fill(squares, Double.POSITIVE_INFINITY);
        int chosen = random.nextInt(windows.size());
        int count = 0;
        while (true) {
            float[] seed = windows.get(chosen);
            System.arraycopy(seed, 0, seeds, count++ * size, size);
            double total = 0;
            for (int n = 0; n < squares.length; n++) {
                squares[n] = Math.min(squares[n], square(windows.get(n), seed));
                total += squares[n];
            }
            if (count == clusters || total == 0) {
                return Arrays.copyOf(seeds, count * size);
            }
            double drawn = random.nextDouble() * total;
            chosen = 0;
            while (chosen < squares.length - 1 && (drawn -= squares[chosen]) >= 0) {
                chosen++;
            }
        }
    }

    private double square(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double d = (double) a[i] - b[i];
            sum += d * d;
        }
        return sum;
    }

    /** Whether any window changed its centre. */
    private boolean assign(float[] centres, int[] assignment) {
        var dictionary = new WindowDictionary(size);
        for (int at = 0; at < centres.length; at += size) {
            dictionary.add(centres, at);
        }
        var search = new WindowDictionary.Search();
        boolean changed = false;
        for (int n = 0; n < assignment.length; n++) {
            search.start();
            dictionary.nearest(windows.get(n), 0, assignment[n], search);
            int nearest = Math.max(0, search.index());
            changed |= nearest != assignment[n];
            assignment[n] = nearest;
        }
        return changed;
    }

    /** The mean of each cluster; an empty cluster keeps its centre. */
    private float[] means(float[] centres, int[] assignment) {
        int clusters = centres.length / size;
        var sums = new double[centres.length];
        var counts = new int[clusters];
        for (int n = 0; n < assignment.length; n++) {
            counts[assignment[n]]++;
            int at = assignment[n] * size;
            float[] window = windows.get(n);
            for (int i = 0; i < size; i++) {
                sums[at + i] += window[i];
            }
        }
        var means = centres.clone();
        for (int k = 0; k < clusters; k++) {
            for (int i = k * size; i < (k + 1) * size && counts[k] > 0; i++) {
                means[i] = (float) (sums[i] / counts[k]);
            }
        }
        return means;
    }
}
