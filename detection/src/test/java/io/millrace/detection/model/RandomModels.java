package io.millrace.detection.model;

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
