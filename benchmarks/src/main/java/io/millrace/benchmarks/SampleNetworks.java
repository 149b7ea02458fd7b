package io.millrace.benchmarks;

import io.millrace.detection.model.AttentionLstm;
import io.millrace.detection.model.AttentionPooling;
import io.millrace.detection.model.BidirectionalLstm;
import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.EstimateKind;
import io.millrace.detection.model.LstmClassifier;
import io.millrace.detection.model.LstmLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Untrained networks of the kinds' standard shapes. */
public final class SampleNetworks {

    private static final int HIDDEN = 64;
    private static final int[] DENSE_UNITS = {128, 64, 32, 16, 32, 64, 128};

    private final Random random = new Random(SampleModels.SEED);
    private final int features;

    public SampleNetworks(int features) {
        this.features = features;
    }

    /** LSTM 64 → LSTM 32 → dense 16 → 1, 100 steps. */
    public LstmClassifier classifier() {
        return new LstmClassifier(100, lstm(features, HIDDEN), lstm(HIDDEN, 32), dense(32, 16), dense(16, 1));
    }

    /** One bidirectional layer of 64 units, four heads, dense 32, 60 steps. */
    public AttentionLstm attention() {
        int width = 2 * HIDDEN;
        var pooling = new AttentionPooling(
                width,
                4,
                width / 4,
                width,
                weights(width, width),
                weights(width, width),
                weights(width, width),
                weights(width, width));
        return new AttentionLstm(
                SampleModels.STEPS,
                List.of(new BidirectionalLstm(lstm(features, HIDDEN), lstm(features, HIDDEN))),
                pooling,
                dense(width, 32),
                dense(32, 1),
                EstimateKind.LOG_ODDS);
    }

    /** 128-64-32-16-32-64-128 on flattened windows of 60 steps. */
    public DenseAutoencoder denseAutoencoder() {
        int size = SampleModels.STEPS * features;
        var layers = new ArrayList<DenseLayer>();
        int inputs = size;
        for (int units : DENSE_UNITS) {
            layers.add(dense(inputs, units));
            inputs = units;
        }
        layers.add(dense(inputs, size));
        return new DenseAutoencoder(SampleModels.STEPS, features, layers);
    }

    private LstmLayer lstm(int inputs, int hidden) {
        return new LstmLayer(
                inputs, hidden, weights(inputs, 4 * hidden), weights(hidden, 4 * hidden), new float[4 * hidden]);
    }

    private DenseLayer dense(int inputs, int outputs) {
        return new DenseLayer(inputs, outputs, weights(inputs, outputs), new float[outputs]);
    }

    private float[] weights(int inputs, int outputs) {
        var weights = new float[inputs * outputs];
        float bound = (float) Math.sqrt(6.0 / (inputs + outputs));
        for (int n = 0; n < weights.length; n++) {
            weights[n] = (2 * random.nextFloat() - 1) * bound;
        }
        return weights;
    }
}
