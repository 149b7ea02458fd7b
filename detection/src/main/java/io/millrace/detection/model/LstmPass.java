package io.millrace.detection.model;

import java.util.Arrays;

/**
 * An LSTM layer's walk along a sequence, in loops that C2 vectorises; a vector's lanes are gates. Activations are those of {@link
 * FastActivations}. Mutable, one per task, not thread-safe.
 */
final class LstmPass {

    private final PackedLstm weights;
    private final Activation activation;
    private final float[] z; // [4·hidden]
    private final float[] g; // [hidden], planes of z
    private final float[] f;
    private final float[] o;
    private final float[] i;
    private final float[] c; // [hidden]
    private final float[] h; // [hidden]
    private boolean first = true;

    LstmPass(PackedLstm weights, Activation activation) {
        this.weights = weights;
        this.activation = activation;
        int hidden = weights.layer().hidden();
        this.z = new float[4 * hidden];
        this.g = new float[hidden];
        this.f = new float[hidden];
        this.o = new float[hidden];
        this.i = new float[hidden];
        this.c = new float[hidden];
        this.h = new float[hidden];
    }

    /** Forgets: the next step is a sequence's first. */
    void begin() {
        Arrays.fill(c, 0);
        first = true;
    }

    /** One step on x = vector[at … at + inputs). */
    void step(float[] vector, int at) {
        project(vector, at, z);
        advance();
    }

    /** What a step on x needs to know of it, x·W + b, [4·hidden]: an input that stays the same is projected once. */
    void project(float[] vector, int at, float[] projection) {
        System.arraycopy(weights.layer().bias(), 0, projection, 0, z.length);
        weights.input().addProduct(vector, at, projection);
    }

    /** One step on a projected input. */
    void step(float[] projection) {
        System.arraycopy(projection, 0, z, 0, z.length);
        advance();
    }

    /** Output after the last step, [hidden]; overwritten by the next one. */
    float[] output() {
        return h;
    }

    private void advance() {
        if (!first) {
            weights.recurrent().addProduct(h, 0, z);
        }
        first = false;
        update(h.length);
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
        if (activation == Activation.TANH) {
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
}
