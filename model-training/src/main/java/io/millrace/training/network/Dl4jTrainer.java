package io.millrace.training.network;

import io.millrace.detection.model.LstmAutoencoder;

/**
 * Trains with Deeplearning4j itself: the reference, some ten times slower than the fast trainer. Wants {@code OMP_NUM_THREADS=1} in the
 * environment before the JVM starts; more threads are slower for networks of this size.
 */
public final class Dl4jTrainer extends Trainer {

    public static final String NAME = "dl4j";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    Session begin(LstmAutoencoder first, FitOptions options) {
        Dl4jNetwork network = Dl4jNetwork.of(first, options.learningRate(), options.clipNorm());
        return new Session() {
            @Override
            public void learningRate(double rate) {
                network.learningRate(rate);
            }

            @Override
            public double trainBatch(float[] windows, int count) {
                return network.trainBatch(windows, count);
            }

            @Override
            public double error(float[] windows, int count) {
                float[] expected = network.output(windows, count);
                double sum = 0;
                for (int i = 0; i < expected.length; i++) {
                    double error = expected[i] - windows[i];
                    sum += error * error;
                }
                return sum / expected.length;
            }

            @Override
            public LstmAutoencoder weights() {
                return network.weights();
            }

            @Override
            public void close() {
                network.close();
            }
        };
    }
}
