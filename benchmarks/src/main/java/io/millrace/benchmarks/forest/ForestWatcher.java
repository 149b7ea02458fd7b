package io.millrace.benchmarks.forest;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import io.millrace.benchmarks.traffic.Fleet;

/** A forest per machine: bare (score, then learn) or with the library's own normalisation and threshold. */
abstract class ForestWatcher implements Watcher {

    /** The library's defaults, and the shingle that its examples use for streams. */
    static final int TREES = RandomCutForest.DEFAULT_NUMBER_OF_TREES;

    static final int SAMPLES = RandomCutForest.DEFAULT_SAMPLE_SIZE;
    static final int SHINGLE = 8;

    private final Fleet fleet;
    private final double[] row; // [sensors]

    private ForestWatcher(Fleet fleet, int sensors) {
        this.fleet = fleet;
        this.row = new double[sensors];
    }

    static ForestWatcher bare(Fleet fleet, int sensors) {
        return new Bare("random cut forest", fleet, sensors, RandomCutForest.DEFAULT_BOUNDING_BOX_CACHE_FRACTION);
    }

    /** Computes the trees' boxes anew instead of keeping them. */
    static ForestWatcher small(Fleet fleet, int sensors) {
        return new Bare("random cut forest, no box cache", fleet, sensors, 0);
    }

    static ForestWatcher thresholded(Fleet fleet, int sensors) {
        return new Thresholded(fleet, sensors);
    }

    @Override
    public void reading(int machine, long step) {
        fleet.row(machine, step, row);
        score(machine, step, row);
    }

    abstract void score(int machine, long step, double[] row);

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private static final class Bare extends ForestWatcher {
        private final String name;
        private final RandomCutForest[] forests;
        private final float[] point; // [sensors]

        Bare(String name, Fleet fleet, int sensors, double boxCache) {
            super(fleet, sensors);
            this.name = name;
            point = new float[sensors];
            forests = new RandomCutForest[fleet.machines()];
            for (int machine = 0; machine < forests.length; machine++) {
                forests[machine] = RandomCutForest.builder()
                        .dimensions(SHINGLE * sensors)
                        .shingleSize(SHINGLE)
                        .internalShinglingEnabled(true)
                        .numberOfTrees(TREES)
                        .sampleSize(SAMPLES)
                        .boundingBoxCacheFraction(boxCache)
                        .randomSeed(machine)
                        .build();
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        void score(int machine, long step, double[] row) {
            for (int s = 0; s < row.length; s++) {
                point[s] = (float) row[s];
            }
            forests[machine].getAnomalyScore(point);
            forests[machine].update(point);
        }
    }

    private static final class Thresholded extends ForestWatcher {
        private final ThresholdedRandomCutForest[] forests;

        Thresholded(Fleet fleet, int sensors) {
            super(fleet, sensors);
            forests = new ThresholdedRandomCutForest[fleet.machines()];
            for (int machine = 0; machine < forests.length; machine++) {
                forests[machine] = ThresholdedRandomCutForest.builder()
                        .dimensions(SHINGLE * sensors)
                        .shingleSize(SHINGLE)
                        .numberOfTrees(TREES)
                        .sampleSize(SAMPLES)
                        .randomSeed(machine)
                        .build();
            }
        }

        @Override
        public String name() {
            return "random cut forest with threshold";
        }

        @Override
        void score(int machine, long step, double[] row) {
            forests[machine].process(row, step);
        }
    }
}
