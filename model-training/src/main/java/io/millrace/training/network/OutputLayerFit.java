package io.millrace.training.network;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmKernels;
import io.millrace.detection.model.Reconstructor;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/**
 * Fits the output layer of an autoencoder to windows and leaves its recurrent layers as they are. Under these the output layer is a linear
 * regression, so it is solved instead of descended to: Σ|y − ŷ − D·h|² + λ·n·|D|² is smallest where (Σh·hᵀ + λ·n·I)·D = Σh·(y − ŷ)ᵀ,
 * with h the decoder's outputs and a 1 for the bias, ŷ the general reconstruction, and D what is added to the general layer. A strong
 * penalty λ keeps the general layer; the validation windows choose it.
 *
 * <p>Cost: one forward pass a window and hidden² / 2 multiplications a step. Memory: (hidden + 1)² doubles.
 *
 * <p>Reference: A. E. Hoerl, R. W. Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", Technometrics 12(1), 1970.
 */
public final class OutputLayerFit {

    private static final double[] PENALTIES = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1};
    private static final int WINDOWS_AT_ONCE = 256;

    private final LstmAutoencoder general;
    private final int terms; // hidden units and the bias
    private final int outputs;
    private final Reconstructor reconstructor;
    private final DenseLayer[] readOut; // [WINDOWS_AT_ONCE], hands the decoder's outputs through

    private OutputLayerFit(LstmAutoencoder general) {
        this.general = general;
        this.terms = general.output().inputs() + 1;
        this.outputs = general.features();
        this.reconstructor = LstmKernels.choose().kernel().pack(general).newReconstructor();
        this.readOut = new DenseLayer[WINDOWS_AT_ONCE];
        Arrays.fill(readOut, identity(general.output().inputs()));
    }

    private static DenseLayer identity(int size) {
        var weights = new float[size * size];
        for (int k = 0; k < size; k++) {
            weights[k * size + k] = 1;
        }
        return new DenseLayer(size, size, weights, new float[size]);
    }

    /**
     * @param fit at least one window
     * @param validation at least one window of the same shape
     * @return the general network with the output layer that reconstructs the validation windows best
     */
    public static LstmAutoencoder of(LstmAutoencoder general, WindowSet fit, WindowSet validation) {
        if (fit.isEmpty() || validation.isEmpty()) {
            throw new IllegalArgumentException("an output layer is fitted on at least one window and chosen on at least"
                    + " one, found " + fit.size() + " and " + validation.size());
        }
        var task = new OutputLayerFit(general);
        Sums fitted = task.sums(fit);
        Sums unseen = task.sums(validation);
        double[][] best = null; // [outputs][terms]
        double bestChange = Double.POSITIVE_INFINITY;
        for (double penalty : PENALTIES) {
            double[][] delta = fitted.solve(penalty);
            double change = unseen.change(delta);
            if (change < bestChange) {
                best = delta;
                bestChange = change;
            }
        }
        return general.withOutput(task.plus(best));
    }

    private DenseLayer plus(double[][] delta) {
        DenseLayer layer = general.output();
        float[] weights = layer.weights().clone();
        float[] bias = layer.bias().clone();
        for (int f = 0; f < outputs; f++) {
            for (int k = 0; k < terms - 1; k++) {
                weights[k * outputs + f] += (float) delta[f][k];
            }
            bias[f] += (float) delta[f][terms - 1];
        }
        return new DenseLayer(terms - 1, outputs, weights, bias);
    }

    private Sums sums(WindowSet windows) {
        var sums = new Sums(terms, outputs);
        int steps = windows.steps();
        int hidden = terms - 1;
        var states = new float[WINDOWS_AT_ONCE * steps * hidden];
        var h = new double[terms];
        h[hidden] = 1;
        int[] order = windows.inOrder();
        for (int first = 0; first < order.length; first += WINDOWS_AT_ONCE) {
            int count = Math.min(WINDOWS_AT_ONCE, order.length - first);
            float[] values = windows.gather(order, first, count); // [count × steps × features]
            reconstructor.reconstruct(batch(values, count, windows), readOut, states);
            for (int row = 0; row < count * steps; row++) {
                for (int k = 0; k < hidden; k++) {
                    h[k] = states[row * hidden + k];
                }
                sums.add(h, residuals(h, values, row * outputs));
            }
        }
        return sums;
    }

    private static WindowBatch batch(float[] values, int count, WindowSet windows) {
        var batch = new WindowBatch(windows.steps(), windows.features());
        int size = windows.steps() * windows.features();
        for (int n = 0; n < count; n++) {
            batch.addWindow(Arrays.copyOfRange(values, n * size, (n + 1) * size));
        }
        return batch;
    }

    /** What the general layer leaves of a row, [outputs]. */
    private double[] residuals(double[] h, float[] values, int at) {
        DenseLayer layer = general.output();
        var residuals = new double[outputs];
        for (int f = 0; f < outputs; f++) {
            double sum = layer.bias()[f];
            for (int k = 0; k < terms - 1; k++) {
                sum += h[k] * layer.weights()[k * outputs + f];
            }
            residuals[f] = values[at + f] - sum;
        }
        return residuals;
    }

    /** Sums over rows: all that the fit needs to know of them. */
    private static final class Sums {
        private final double[][] products; // Σh·hᵀ, lower triangle
        private final double[][] weighted; // Σr·h, [outputs][terms]
        private long rows;

        Sums(int terms, int outputs) {
            this.products = new double[terms][];
            for (int i = 0; i < terms; i++) {
                products[i] = new double[i + 1];
            }
            this.weighted = new double[outputs][terms];
        }

        void add(double[] h, double[] residuals) {
            for (int i = 0; i < products.length; i++) {
                double value = h[i];
                double[] row = products[i];
                for (int j = 0; j <= i; j++) {
                    row[j] += value * h[j];
                }
                for (int f = 0; f < residuals.length; f++) {
                    weighted[f][i] += residuals[f] * value;
                }
            }
            rows++;
        }

        /** D by Cholesky, [outputs][terms]. */
        double[][] solve(double penalty) {
            int n = products.length;
            var l = new double[n][];
            for (int i = 0; i < n; i++) {
                l[i] = new double[i + 1];
                for (int j = 0; j <= i; j++) {
                    double sum = products[i][j] + (i == j ? penalty * rows : 0);
                    for (int k = 0; k < j; k++) {
                        sum -= l[i][k] * l[j][k];
                    }
                    l[i][j] = i == j ? Math.sqrt(Math.max(sum, penalty * rows * 1e-9)) : sum / l[j][j];
                }
            }
            var solutions = new double[weighted.length][];
            for (int f = 0; f < solutions.length; f++) {
                solutions[f] = substitute(l, weighted[f].clone());
            }
            return solutions;
        }

        private static double[] substitute(double[][] l, double[] x) {
            for (int i = 0; i < x.length; i++) {
                for (int k = 0; k < i; k++) {
                    x[i] -= l[i][k] * x[k];
                }
                x[i] /= l[i][i];
            }
            for (int i = x.length - 1; i >= 0; i--) {
                x[i] /= l[i][i];
                for (int k = 0; k < i; k++) {
                    x[k] -= l[i][k] * x[i];
                }
            }
            return x;
        }

        /** How much the squared error over these rows changes with D: DᵀΣhhᵀD − 2·DᵀΣrh, summed over outputs. */
        double change(double[][] delta) {
            double change = 0;
            for (int f = 0; f < delta.length; f++) {
                for (int i = 0; i < products.length; i++) {
                    double row = products[i][i] * delta[f][i];
                    for (int j = 0; j < i; j++) {
                        row += 2 * products[i][j] * delta[f][j];
                    }
                    change += delta[f][i] * (row - 2 * weighted[f][i]);
                }
            }
            return change;
        }
    }
}
