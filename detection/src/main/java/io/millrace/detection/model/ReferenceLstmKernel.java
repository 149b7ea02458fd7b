package io.millrace.detection.model;

import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/**
 * The forward pass as the formula reads, with exact activations: the reference that every faster kernel is compared with. One window
 * at a time, about 5·hidden exponentials a step.
 */
public final class ReferenceLstmKernel implements LstmKernel {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public String unavailable() {
        return "";
    }

    @Override
    public Packed pack(LstmAutoencoder model) {
        return () -> new Pass(model);
    }

    private static final class Pass implements Reconstructor {

        private final LstmAutoencoder model;
        private final float[] z; // [4·hidden]
        private final float[] h; // [hidden]
        private final float[] c; // [hidden]
        private final float[] codeProjection; // [4·hidden], code·W + b of the decoder

        Pass(LstmAutoencoder model) {
            this.model = model;
            int widest = Math.max(model.encoder().hidden(), model.decoder().hidden());
            this.z = new float[4 * widest];
            this.h = new float[widest];
            this.c = new float[widest];
            this.codeProjection = new float[4 * widest];
        }

        @Override
        public void reconstruct(WindowBatch batch, float[] out) {
            int steps = model.steps();
            int features = model.features();
            batch.requireShape(steps, features);
            for (int n = 0; n < batch.windows(); n++) {
                encode(batch.rows(), batch.start(n));
                decode(model.output(), out, n * steps * features);
            }
        }

        @Override
        public void reconstruct(WindowBatch batch, DenseLayer[] outputs, float[] out) {
            batch.requireShape(model.steps(), model.features());
            int width = Reconstructor.width(model.output(), outputs, batch.windows());
            for (int n = 0; n < batch.windows(); n++) {
                encode(batch.rows(), batch.start(n));
                decode(outputs[n] == null ? model.output() : outputs[n], out, n * model.steps() * width);
            }
        }

        private void encode(float[] rows, int start) {
            LstmLayer layer = model.encoder();
            reset(layer);
            for (int t = 0; t < model.steps(); t++) {
                System.arraycopy(layer.bias(), 0, z, 0, 4 * layer.hidden());
                addProduct(rows, (start + t) * layer.inputs(), layer.inputs(), layer.input(), z, 4 * layer.hidden());
                step(layer);
            }
        }

        private void decode(DenseLayer dense, float[] out, int offset) {
            LstmLayer layer = model.decoder();
            System.arraycopy(layer.bias(), 0, codeProjection, 0, 4 * layer.hidden());
            addProduct(h, 0, layer.inputs(), layer.input(), codeProjection, 4 * layer.hidden());
            reset(layer);
            for (int t = 0; t < model.steps(); t++) {
                System.arraycopy(codeProjection, 0, z, 0, 4 * layer.hidden());
                step(layer);
                int at = offset + t * dense.outputs();
                for (int f = 0; f < dense.outputs(); f++) {
                    float sum = dense.bias()[f];
                    for (int k = 0; k < dense.inputs(); k++) {
                        sum += h[k] * dense.weights()[k * dense.outputs() + f];
                    }
                    out[at + f] = sum;
                }
            }
        }

        private void reset(LstmLayer layer) {
            Arrays.fill(h, 0, layer.hidden(), 0);
            Arrays.fill(c, 0, layer.hidden(), 0);
        }

        private void step(LstmLayer layer) {
            int hidden = layer.hidden();
            addProduct(h, 0, hidden, layer.recurrent(), z, 4 * hidden);
            for (int j = 0; j < hidden; j++) {
                double g = activate(z[j]);
                double f = sigmoid(z[hidden + j]);
                double o = sigmoid(z[2 * hidden + j]);
                double i = sigmoid(z[3 * hidden + j]);
                c[j] = (float) (f * c[j] + i * g);
                h[j] = (float) (o * activate(c[j]));
            }
        }

        private double activate(double x) {
            return model.activation() == Activation.TANH ? Math.tanh(x) : Math.max(0, x);
        }

        private static double sigmoid(double x) {
            return 1 / (1 + Math.exp(-x));
        }

        /** z += x·W with x = vector[offset … offset + inputs). */
        private static void addProduct(float[] vector, int offset, int inputs, float[] weights, float[] z, int width) {
            for (int k = 0; k < inputs; k++) {
                float x = vector[offset + k];
                int row = k * width;
                for (int j = 0; j < width; j++) {
                    z[j] += x * weights[row + j];
                }
            }
        }
    }
}
