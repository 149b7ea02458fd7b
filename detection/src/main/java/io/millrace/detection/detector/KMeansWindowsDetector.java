package io.millrace.detection.detector;

import io.millrace.detection.score.Detector;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;

/**
 * A window is as strange as it is far from the nearest centre of the clusters of training windows.
 *
 * <p>Score: root mean square difference to the nearest centre, in scaled units, ≥ 0. Cost of a window: at most centres · steps ·
 * features subtractions; memory 4 · steps · features bytes per centre, once per model.
 *
 * <p>References: D. Arthur and S. Vassilvitskii, "k-means++: The Advantages of Careful Seeding", SODA, 2007; as an anomaly detector:
 * T. Yairi, Y. Kato and K. Hori, "Fault Detection by Mining Association Rules from House-keeping Data", i-SAIRAS, 2001.
 */
public final class KMeansWindowsDetector implements Detector {

    public static final String NAME = "kmeans-windows";

    private final int steps;
    private final int features;
    private final WindowDictionary centres;

    /**
     * @param centres one after the other, [count × steps × features], at least one
     */
    public KMeansWindowsDetector(int steps, int features, float[] centres) {
        int size = steps * features;
        if (size < 1 || centres.length == 0 || centres.length % size != 0) {
            throw new IllegalArgumentException("centres of " + steps + " × " + features
                    + " values expected one after the other, found " + centres.length + " values");
        }
        this.steps = steps;
        this.features = features;
        this.centres = new WindowDictionary(size);
        for (int at = 0; at < centres.length; at += size) {
            this.centres.add(centres, at);
        }
    }

    /**
     * @param most training windows used at most, ≥ 1, evenly spaced
     * @param clusters ≥ 1; fewer when there are fewer different windows
     * @param seed of the careful seeding; the same seed gives the same centres
     */
    public static KMeansWindowsDetector fit(TrainingRows rows, int steps, int most, int clusters, long seed) {
        var centres = new KMeans(rows.sample(steps, most)).centres(clusters, seed);
        return new KMeansWindowsDetector(steps, rows.features(), centres);
    }

    /** Centres one after the other, [count × steps × features]; a copy. */
    public float[] centres() {
        return centres.toArray();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public WindowScorer newScorer() {
        return new Scorer();
    }

    private final class Scorer implements WindowScorer {

        private final WindowDictionary.Search search = new WindowDictionary.Search();
        private int hint = -1;

        @Override
        public void score(WindowBatch batch, double[] scores) {
            for (int n = 0; n < batch.windows(); n++) {
                scores[n] = nearest(batch, n);
            }
        }

        private double nearest(WindowBatch batch, int n) {
            search.start();
            centres.nearest(batch.rows(), batch.start(n) * features, hint, search);
            // values that are not finite are near to nothing: the first centre then stands for all
            hint = Math.max(0, search.index());
            return Math.sqrt(search.square() / (steps * features));
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            nearest(batch, n);
            var centre = new float[steps * features];
            centres.get(hint, centre, 0);
            return Errors.explain(batch.rows(), batch.start(n) * features, centre, 0, steps, features);
        }
    }
}
