package io.millrace.detection.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Untrained models for tests: the same numbers for the same seed on every machine. */
public final class RandomModels {

    private RandomModels() {}

    public static LstmAutoencoder autoencoder(Random random, int steps, int features, int hidden) {
        return new LstmAutoencoder(
                steps,
                random.nextBoolean() ? Activation.TANH : Activation.RELU,
                lstm(random, features, hidden),
                lstm(random, hidden, hidden),
                new DenseLayer(hidden, features, weights(random, hidden * features), weights(random, features)));
    }

    /** Layers of these widths between the window and its reconstruction. */
    public static DenseAutoencoder denseAutoencoder(Random random, int steps, int features, int... widths) {
        var layers = new ArrayList<DenseLayer>();
        int inputs = steps * features;
        for (int width : widths) {
            layers.add(dense(random, inputs, width));
            inputs = width;
        }
        layers.add(dense(random, inputs, steps * features));
        return new DenseAutoencoder(steps, features, layers);
    }

    public static LstmClassifier classifier(Random random, int steps, int features, int hidden) {
        return new LstmClassifier(
                steps,
                lstm(random, features, hidden),
                lstm(random, hidden, hidden + 1),
                dense(random, hidden + 1, 3),
                dense(random, 3, 1));
    }

    /** Two bidirectional layers, two heads. */
    public static AttentionLstm attention(Random random, int steps, int features, int hidden, EstimateKind kind) {
        int width = 2 * hidden;
        var pooling = new AttentionPooling(
                width,
                2,
                3,
                5,
                weights(random, 2 * width * 3),
                weights(random, 2 * width * 3),
                weights(random, 2 * width * 3),
                weights(random, 6 * 5));
        return new AttentionLstm(
                steps,
                List.of(
                        new BidirectionalLstm(lstm(random, features, hidden), lstm(random, features, hidden)),
                        new BidirectionalLstm(lstm(random, width, hidden), lstm(random, width, hidden))),
                pooling,
                dense(random, 5, 4),
                dense(random, 4, 1),
                kind);
    }

    private static DenseLayer dense(Random random, int inputs, int outputs) {
        return new DenseLayer(inputs, outputs, weights(random, inputs * outputs), weights(random, outputs));
    }

    private static LstmLayer lstm(Random random, int inputs, int hidden) {
        return new LstmLayer(
                inputs,
                hidden,
                weights(random, inputs * 4 * hidden),
                weights(random, hidden * 4 * hidden),
                weights(random, 4 * hidden));
    }

    private static float[] weights(Random random, int count) {
        var weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = random.nextFloat() - 0.5f;
        }
        return weights;
    }
}
