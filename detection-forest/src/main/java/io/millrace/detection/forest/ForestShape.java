package io.millrace.detection.forest;

import com.amazon.randomcutforest.RandomCutForest;

/**
 * How a forest grows. Equal shapes that see equal points in the same order are equal forests, bit for bit.
 *
 * @param trees ≥ 1
 * @param samples points that each tree holds at most, ≥ 2; older ones make room the sooner, the older they are
 * @param seed of all draws
 */
public record ForestShape(int trees, int samples, int seed) {

    /** 30 trees of 256 points. */
    public static final ForestShape DEFAULT = new ForestShape(30, 256, 1);

    public ForestShape {
        if (trees < 1 || samples < 2) {
            throw new IllegalArgumentException("a random cut forest expects 1 tree or more of 2 points or more, found "
                    + trees + " and " + samples);
        }
    }

    /** An empty forest over points of so many values; its scores are 0 until it has seen a quarter of its samples. */
    RandomCutForest plant(int dimensions) {
        return RandomCutForest.builder()
                .dimensions(dimensions)
                .numberOfTrees(trees)
                .sampleSize(samples)
                .outputAfter(Math.max(1, samples / 4))
                .timeDecay(1.0 / (10 * samples))
                .randomSeed(seed)
                .storeSequenceIndexesEnabled(false)
                .parallelExecutionEnabled(false) // the job's tasks are its threads
                .build();
    }

    /** Most bytes of {@link ForestMemory#toBytes}: every tree holds points of its own, at some 40 bytes a point beside its values. */
    long mostBytes(int dimensions) {
        long points = (long) trees * samples;
        return (1 << 16) + points * (4L * dimensions + 40);
    }
}
