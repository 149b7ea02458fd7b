package io.millrace.detection.model;

/**
 * LSTM autoencoder: the encoder reads a window and leaves a code (its last output); the decoder is fed that code at every step; a
 * dense layer maps its outputs to features. Immutable, shared between tasks.
 *
 * <p>Reference: P. Malhotra et al., "LSTM-based Encoder-Decoder for Multi-sensor Anomaly Detection", ICML Anomaly Detection Workshop,
 * 2016; the repeated code instead of fed-back outputs is the common simplification.
 *
 * @param steps window length
 * @param activation activation of both LSTM layers
 * @param encoder features → hidden
 * @param decoder hidden → hidden
 * @param output hidden → features
 */
public record LstmAutoencoder(
        int steps, Activation activation, LstmLayer encoder, LstmLayer decoder, DenseLayer output) {

    public LstmAutoencoder {
        if (steps < 1) {
            throw new IllegalArgumentException("an autoencoder needs at least one step, found " + steps);
        }
        if (decoder.inputs() != encoder.hidden()
                || output.inputs() != decoder.hidden()
                || output.outputs() != encoder.inputs()) {
            throw new IllegalArgumentException("layers do not fit: encoder %d → %d, decoder %d → %d, output %d → %d"
                    .formatted(
                            encoder.inputs(),
                            encoder.hidden(),
                            decoder.inputs(),
                            decoder.hidden(),
                            output.inputs(),
                            output.outputs()));
        }
    }

    public int features() {
        return encoder.inputs();
    }

    /** The same recurrent layers under another output layer. */
    public LstmAutoencoder withOutput(DenseLayer other) {
        return new LstmAutoencoder(steps, activation, encoder, decoder, other);
    }

    /** Multiplications and additions that one window cannot do without, none shared with other windows. */
    public long flopsPerWindow() {
        long encoderStep = 2L * (encoder.inputs() + encoder.hidden()) * 4 * encoder.hidden();
        long decoderStep = 2L * decoder.hidden() * 4 * decoder.hidden() + 2L * output.inputs() * output.outputs();
        long codeProjection = 2L * decoder.inputs() * 4 * decoder.hidden();
        return steps * (encoderStep + decoderStep) + codeProjection;
    }
}
