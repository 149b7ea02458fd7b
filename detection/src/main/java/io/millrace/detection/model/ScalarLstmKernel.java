package io.millrace.detection.model;

import io.millrace.detection.window.WindowBatch;

/**
 * The forward pass in plain Java, in loops that C2 vectorises: what runs where the Vector API is not to be had. One window at a time;
 * its recurrent layers are {@link LstmPass}es.
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
        var encoder = new PackedLstm(model.encoder());
        var decoder = new PackedLstm(model.decoder());
        var output = new Output(model.output());
        return () -> new Pass(model, encoder, decoder, output);
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
        private final LstmPass encoder;
        private final LstmPass decoder;
        private final Output output;
        private final float[] codeProjection; // [4·hidden], code·W + b of the decoder

        Pass(LstmAutoencoder model, PackedLstm encoder, PackedLstm decoder, Output output) {
            this.model = model;
            this.encoder = new LstmPass(encoder, model.activation());
            this.decoder = new LstmPass(decoder, model.activation());
            this.output = output;
            this.codeProjection = new float[4 * model.decoder().hidden()];
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
            encoder.begin();
            for (int t = 0; t < model.steps(); t++) {
                encoder.step(rows, from + t * model.features());
            }
        }

        private void decode(Output dense, float[] out, int offset) {
            decoder.project(encoder.output(), 0, codeProjection);
            decoder.begin();
            float[][] columns = dense.columns();
            for (int t = 0; t < model.steps(); t++) {
                decoder.step(codeProjection);
                for (int f = 0; f < columns.length; f++) {
                    out[offset + t * columns.length + f] = dense.layer().bias()[f] + dot(decoder.output(), columns[f]);
                }
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
