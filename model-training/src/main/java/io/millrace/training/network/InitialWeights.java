package io.millrace.training.network;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * First weights of an LSTM autoencoder, the same for every trainer: input weights uniform after Glorot, recurrent weights orthogonal per
 * gate, the forget gates' bias 1 and every other bias 0.
 *
 * <p>References: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS, 2010;
 * A. Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR, 2014; R. Jozefowicz et
 * al., "An Empirical Exploration of Recurrent Network Architectures", ICML, 2015 (the forget bias).
 */
public final class InitialWeights {

    private InitialWeights() {}

    public static LstmAutoencoder of(NetworkOptions network, int features, long seed) {
        var random = new SplittableRandom(seed);
        int hidden = network.hidden();
        return new LstmAutoencoder(
                network.steps(),
                network.activation(),
                lstm(features, hidden, random),
                lstm(hidden, hidden, random),
                new DenseLayer(hidden, features, glorot(hidden, features, random), new float[features]));
    }

    private static LstmLayer lstm(int inputs, int hidden, SplittableRandom random) {
        var bias = new float[4 * hidden];
        Arrays.fill(bias, hidden, 2 * hidden, 1); // the second block is the forget gate
        return new LstmLayer(inputs, hidden, glorot(inputs, 4 * hidden, random), recurrent(hidden, random), bias);
    }

    private static float[] glorot(int inputs, int outputs, SplittableRandom random) {
        double limit = Math.sqrt(6.0 / (inputs + outputs));
        var weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (limit * (2 * random.nextDouble() - 1));
        }
        return weights;
    }

    /** [hidden × 4·hidden], each gate's block orthogonal. */
    private static float[] recurrent(int hidden, SplittableRandom random) {
        var weights = new float[hidden * 4 * hidden];
        for (int gate = 0; gate < 4; gate++) {
            double[][] basis = orthogonal(hidden, random);
            for (int row = 0; row < hidden; row++) {
                for (int column = 0; column < hidden; column++) {
                    weights[row * 4 * hidden + gate * hidden + column] = (float) basis[row][column];
                }
            }
        }
        return weights;
    }

    /** Rows of length 1 at right angles, by modified Gram-Schmidt on uniform draws. */
    private static double[][] orthogonal(int size, SplittableRandom random) {
        var basis = new double[size][size];
        for (int row = 0; row < size; row++) {
            double length;
            do {
                for (int i = 0; i < size; i++) {
                    basis[row][i] = 2 * random.nextDouble() - 1;
                }
                for (int before = 0; before < row; before++) {
                    subtract(basis[row], basis[before], dot(basis[row], basis[before]));
                }
                length = Math.sqrt(dot(basis[row], basis[row]));
            } while (length < 1e-6); // by chance a draw may lie in the span of the rows before
            for (int i = 0; i < size; i++) {
                basis[row][i] /= length;
            }
        }
        return basis;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void subtract(double[] from, double[] direction, double amount) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= amount * direction[i];
        }
    }
}
