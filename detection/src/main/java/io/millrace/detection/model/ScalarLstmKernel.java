package io.millrace.detection.model;

import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/**
 * The forward pass in plain Java, in loops that C2 vectorises: what runs where the Vector API is not to be had. One window at a time;
 * a vector's lanes are gates. Activations are those of {@link FastActivations}.
 *
 * <p>Each row of weights is an array of its own and the planes of gates are four arrays: C2 vectorises a loop only when it can tell
 * its arrays' alignment.
 */
public final class ScalarLstmKernel implements LstmKernel {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int preference() {
        return 100;
    }

    @Override
    public String unavailable() {
        return "";
    }

    @Override
    public Packed pack(LstmAutoencoder model) {
        var encoder = new PackedLayer(model.encoder());
        var decoder = new PackedLayer(model.decoder());
        var output = new Output(model.output());
        return () -> new Pass(model, encoder, decoder, output);
    }

    /** Rows of weights, [inputs][4·hidden] and [hidden][4·hidden]. */
    private record PackedLayer(LstmLayer layer, float[][] input, float[][] recurrent) {

        PackedLayer(LstmLayer layer) {
            this(
                    layer,
                    rows(layer.input(), layer.inputs(), 4 * layer.hidden()),
                    rows(layer.recurrent(), layer.hidden(), 4 * layer.hidden()));
        }

        private static float[][] rows(float[] matrix, int count, int width) {
            var rows = new float[count][];
            for (int k = 0; k < count; k++) {
                rows[k] = Arrays.copyOfRange(matrix, k * width, (k + 1) * width);
            }
            return rows;
        }
    }

    /** Columns of an output layer, [outputs][hidden]. */
    private record Output(DenseLayer layer, float[][] columns) {

        Output(DenseLayer layer) {
            this(layer, transposed(layer));
        }

        private static float[][] transposed(DenseLayer dense) {
            var columns = new float[dense.outputs()][dense.inputs()];
            for (int k = 0; k < dense.inputs(); k++) {
                for (int f = 0; f < dense.outputs(); f++) {
                    columns[f][k] = dense.weights()[k * dense.outputs() + f];
                }
            }
            return columns;
        }
    }

    private static final class Pass implements Reconstructor {

        private final LstmAutoencoder model;
        private final PackedLayer encoder;
        private final PackedLayer decoder;
        private final Output output;
        private final float[] z; // [4·hidden]
        private final float[] g; // [hidden], planes of z
        private final float[] f;
        private final float[] o;
        private final float[] i;
        private final float[] c; // [hidden]
        private final float[] h; // [hidden]
        private final float[] codeProjection; // [4·hidden], code·W + b of the decoder

        Pass(LstmAutoencoder model, PackedLayer encoder, PackedLayer decoder, Output output) {
            this.model = model;
            this.encoder = encoder;
            this.decoder = decoder;
            this.output = output;
            int widest = Math.max(model.encoder().hidden(), model.decoder().hidden());
            this.z = new float[4 * widest];
            this.g = new float[widest];
            this.f = new float[widest];
            this.o = new float[widest];
            this.i = new float[widest];
            this.c = new float[widest];
            this.h = new float[widest];
            this.codeProjection = new float[4 * widest];
        }

        @Override
        public void reconstruct(WindowBatch batch, float[] out) {
            int steps = model.steps();
            int features = model.features();
            batch.requireShape(steps, features);
            for (int n = 0; n < batch.windows(); n++) {
                encode(batch.rows(), batch.start(n) * features);
                decode(output, out, n * steps * features);
            }
        }

        @Override
        public void reconstruct(WindowBatch batch, DenseLayer[] outputs, float[] out) {
            batch.requireShape(model.steps(), model.features());
            int width = Reconstructor.width(model.output(), outputs, batch.windows());
            Output own = output;
            for (int n = 0; n < batch.windows(); n++) {
                if (outputs[n] == null) {
                    own = output;
                } else if (outputs[n] != own.layer()) { // windows of one machine stand together
                    own = new Output(outputs[n]);
                }
                encode(batch.rows(), batch.start(n) * model.features());
                decode(own, out, n * model.steps() * width);
            }
        }

        private void encode(float[] rows, int from) {
            LstmLayer layer = encoder.layer();
            int width = 4 * layer.hidden();
            Arrays.fill(h, 0);
            Arrays.fill(c, 0);
            for (int t = 0; t < model.steps(); t++) {
                System.arraycopy(layer.bias(), 0, z, 0, width);
                addProduct(rows, from + t * layer.inputs(), encoder.input(), z, width);
                if (t > 0) {
                    addProduct(h, 0, encoder.recurrent(), z, width);
                }
                update(layer.hidden());
            }
        }

        private void decode(Output dense, float[] out, int offset) {
            LstmLayer layer = decoder.layer();
            int width = 4 * layer.hidden();
            System.arraycopy(layer.bias(), 0, codeProjection, 0, width);
            addProduct(h, 0, decoder.input(), codeProjection, width);
            Arrays.fill(c, 0);
            for (int t = 0; t < model.steps(); t++) {
                System.arraycopy(codeProjection, 0, z, 0, width);
                if (t > 0) {
                    addProduct(h, 0, decoder.recurrent(), z, width);
                }
                update(layer.hidden());
                float[][] columns = dense.columns();
                for (int f = 0; f < columns.length; f++) {
                    out[offset + t * columns.length + f] = dense.layer().bias()[f] + dot(h, columns[f]);
                }
            }
        }

        private void update(int hidden) {
            System.arraycopy(z, 0, g, 0, hidden);
            System.arraycopy(z, hidden, f, 0, hidden);
            System.arraycopy(z, 2 * hidden, o, 0, hidden);
            System.arraycopy(z, 3 * hidden, i, 0, hidden);
            sigmoid(f, hidden);
            sigmoid(o, hidden);
            sigmoid(i, hidden);
            activate(g, g, hidden);
            for (int j = 0; j < hidden; j++) {
                c[j] = f[j] * c[j] + i[j] * g[j];
            }
            activate(c, h, hidden);
            for (int j = 0; j < hidden; j++) {
                h[j] = o[j] * h[j];
            }
        }

        private void activate(float[] from, float[] to, int length) {
            if (model.activation() == Activation.TANH) {
                for (int j = 0; j < length; j++) {
                    to[j] = FastActivations.tanh(from[j]);
                }
            } else {
                for (int j = 0; j < length; j++) {
                    to[j] = Math.max(0f, from[j]);
                }
            }
        }

        private static void sigmoid(float[] values, int length) {
            for (int j = 0; j < length; j++) {
                values[j] = FastActivations.sigmoid(values[j]);
            }
        }

        /** z += x·W with x = vector[at … at + rows). Four rows in one pass, so that z is loaded and stored a quarter as often. */
        private static void addProduct(float[] vector, int at, float[][] rows, float[] z, int width) {
            int k = 0;
            for (; k + 4 <= rows.length; k += 4) {
                addFour(
                        z,
                        width,
                        vector[at + k],
                        rows[k],
                        vector[at + k + 1],
                        rows[k + 1],
                        vector[at + k + 2],
                        rows[k + 2],
                        vector[at + k + 3],
                        rows[k + 3]);
            }
            for (; k < rows.length; k++) {
                addOne(z, width, vector[at + k], rows[k]);
            }
        }

        private static void addFour(
                float[] z,
                int width,
                float xa,
                float[] a,
                float xb,
                float[] b,
                float xc,
                float[] c,
                float xd,
                float[] d) {
            for (int j = 0; j < width; j++) {
                z[j] += xa * a[j] + xb * b[j] + xc * c[j] + xd * d[j];
            }
        }

        private static void addOne(float[] z, int width, float x, float[] row) {
            for (int j = 0; j < width; j++) {
                z[j] += x * row[j];
            }
        }

        /** Four partial sums: one chain of additions would wait for each of them. */
        private static float dot(float[] a, float[] b) {
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            int k = 0;
            for (; k + 4 <= b.length; k += 4) {
                s0 += a[k] * b[k];
                s1 += a[k + 1] * b[k + 1];
                s2 += a[k + 2] * b[k + 2];
                s3 += a[k + 3] * b[k + 3];
            }
            for (; k < b.length; k++) {
                s0 += a[k] * b[k];
            }
            return s0 + s1 + (s2 + s3);
        }
    }
}
