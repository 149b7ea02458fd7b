package io.millrace.training.augment;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.training.network.WindowAutoencoder;
import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The variational autoencoder: learns recorded windows and makes new ones of points of its latent space, drawn from the standard normal
 * distribution, with the noise that it learnt; clipped to the recorded range. Sensors that stand still or are switches take no part: they stay
 * as they are in a recorded window.
 *
 * <p>Learns at most {@value #MOST_WINDOWS} windows, evenly spaced; takes seconds.
 */
final class AutoencoderGenerator implements WindowGenerator {

    private static final int MOST_WINDOWS = 2_000;
    private static final double CLIP = 10;

    private final List<Series> donors;
    private final int rows;
    private final SensorRanges ranges;
    private final Scaler scaler;
    private final int[] learnt; // columns
    private final WindowAutoencoder network;

    /**
     * @param recorded normal operation of one layout
     * @param rows of a window, ≥ 1
     * @param seed of first weights and of all that is drawn while it learns
     * @throws IllegalArgumentException if no series has as many rows, or every sensor is a switch or stands still
     */
    AutoencoderGenerator(List<Series> recorded, int rows, long seed) {
        this.donors = Donors.of(recorded, rows);
        this.rows = rows;
        this.ranges = SensorRanges.of(recorded);
        this.learnt = ranges.candidates();
        if (learnt.length == 0) {
            throw new IllegalArgumentException("no sensor of " + recorded.get(0).layout()
                    + " takes more than two values: an autoencoder has nothing to learn; use the light generator");
        }
        double[][] all =
                donors.stream().flatMap(series -> Arrays.stream(series.rows())).toArray(double[][]::new);
        this.scaler = Scaler.fit(ScalerKind.STANDARD, all, CLIP);
        List<float[]> matrices =
                donors.stream().map(series -> scaled(series.rows())).toList();
        this.network =
                WindowAutoencoder.fit(new TrainingRows(matrices, learnt.length).sample(rows, MOST_WINDOWS), seed);
    }

    private float[] scaled(double[][] raw) {
        var values = new float[raw.length * learnt.length];
        for (int r = 0; r < raw.length; r++) {
            for (int c = 0; c < learnt.length; c++) {
                values[r * learnt.length + c] = (float) scaler.transform(learnt[c], raw[r][learnt[c]]);
            }
        }
        return values;
    }

    @Override
    public List<double[][]> windows(int count, long seed) {
        var random = new SplittableRandom(seed);
        var windows = new ArrayList<double[][]>();
        for (float[] generated : network.generate(count, seed)) {
            double[][] window = Arrays.stream(Donors.window(donors, rows, random))
                    .map(double[]::clone)
                    .toArray(double[][]::new);
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < learnt.length; c++) {
                    int sensor = learnt[c];
                    window[r][sensor] = ranges.clip(sensor, scaler.inverse(sensor, generated[r * learnt.length + c]));
                }
            }
            windows.add(window);
        }
        return windows;
    }
}
