package io.millrace.detection.simd.training;

import io.millrace.detection.model.Activation;

/** The loss in double precision as the formulas read, for derivatives by finite differences. */
final class DoubleAutoencoder {

    private DoubleAutoencoder() {}

    /**
     * Mean squared error of the reconstruction.
     *
     * @param p parameters in the order of {@link AutoencoderShape}
     * @param windows [n × steps × features]
     */
    static double loss(AutoencoderShape shape, double[] p, float[] windows, int n) {
        int hidden = shape.hidden();
        int features = shape.features();
        int size = shape.steps() * features;
        double sum = 0;
        for (int window = 0; window < n; window++) {
            var h = new double[hidden];
            var c = new double[hidden];
            for (int t = 0; t < shape.steps(); t++) {
                var x = new double[features];
                for (int f = 0; f < features; f++) {
                    x[f] = windows[window * size + t * features + f];
                }
                h = step(shape, p, shape.encoderInput(), shape.encoderRecurrent(), shape.encoderBias(), x, h, c);
            }
            double[] code = h;
            h = new double[hidden];
            c = new double[hidden];
            for (int t = 0; t < shape.steps(); t++) {
                h = step(shape, p, shape.decoderInput(), shape.decoderRecurrent(), shape.decoderBias(), code, h, c);
                for (int f = 0; f < features; f++) {
                    double y = p[shape.outputBias() + f];
                    for (int k = 0; k < hidden; k++) {
                        y += h[k] * p[shape.output() + k * features + f];
                    }
                    double difference = y - windows[window * size + t * features + f];
                    sum += difference * difference;
                }
            }
        }
        return sum / ((double) n * size);
    }

    /** Updates {@code c}, returns the new h. */
    private static double[] step(
            AutoencoderShape shape, double[] p, int w, int r, int b, double[] x, double[] h, double[] c) {
        int hidden = shape.hidden();
        var next = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            var z = new double[4];
            for (int gate = 0; gate < 4; gate++) {
                int column = gate * hidden + j;
                z[gate] = p[b + column];
                for (int k = 0; k < x.length; k++) {
                    z[gate] += x[k] * p[w + k * 4 * hidden + column];
                }
                for (int k = 0; k < hidden; k++) {
                    z[gate] += h[k] * p[r + k * 4 * hidden + column];
                }
            }
            double g = activate(shape.activation(), z[0]);
            c[j] = sigmoid(z[1]) * c[j] + sigmoid(z[3]) * g;
            next[j] = sigmoid(z[2]) * activate(shape.activation(), c[j]);
        }
        return next;
    }

    private static double activate(Activation activation, double x) {
        return activation == Activation.TANH ? Math.tanh(x) : Math.max(0, x);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
