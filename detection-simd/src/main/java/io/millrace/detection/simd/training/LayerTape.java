package io.millrace.detection.simd.training;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.Activation;
import io.millrace.detection.simd.kernel.Cells;
import io.millrace.detection.simd.kernel.TrainingCells;

/** What one LSTM layer remembers of the steps of a block of windows, for the way back. One per thread. */
final class LayerTape {

    private final Activation activation;
    private final int length; // floats of a plane of one step
    private final float[] g; // gates after their activations, [steps × hidden × BLOCK]
    private final float[] f;
    private final float[] o;
    private final float[] i;
    private final float[] c; // cells, [steps + 1 × hidden × BLOCK], zero before the first step
    private final float[] a; // activated cells, [steps × hidden × BLOCK]

    LayerTape(AutoencoderShape shape) {
        this.activation = shape.activation();
        this.length = shape.hidden() * BLOCK;
        int size = shape.steps() * length;
        this.g = new float[size];
        this.f = new float[size];
        this.o = new float[size];
        this.i = new float[size];
        this.c = new float[size + length];
        this.a = new float[size];
    }

    /** From the gates before their activations to the outputs of step {@code t}; overwrites {@code z}. */
    void forward(int t, float[] z, float[] h, int hAt) {
        if (activation == Activation.TANH) {
            Cells.powers(z, 0, 4 * length);
            TrainingCells.tanhForward(z, length, t * length, g, f, o, i, c, a, h, hAt);
        } else {
            Cells.powers(z, length, 4 * length);
            TrainingCells.reluForward(z, length, t * length, g, f, o, i, c, a, h, hAt);
        }
    }

    /** From the derivative of the outputs of step {@code t} to that of its gates; carries {@code dc} to the step before. */
    void backward(int t, float[] dh, float[] dc, float[] dz, int dzAt) {
        if (activation == Activation.TANH) {
            TrainingCells.tanhBackward(dh, dc, length, t * length, g, f, o, i, c, a, dz, dzAt);
        } else {
            TrainingCells.reluBackward(dh, dc, length, t * length, g, f, o, i, c, a, dz, dzAt);
        }
    }
}
