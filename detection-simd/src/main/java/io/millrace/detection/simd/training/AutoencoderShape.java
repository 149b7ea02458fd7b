package io.millrace.detection.simd.training;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import java.util.Arrays;

/**
 * The network that is trained: encoder and decoder of one size. Its parameters live in one array, in the order encoder [W | R | b],
 * decoder [W | R | b], output [W | b], each matrix row-major as in {@link LstmLayer} and {@link DenseLayer}.
 *
 * @param features values of a row
 * @param hidden units of either layer
 * @param steps rows of a window
 */
public record AutoencoderShape(int features, int hidden, int steps, Activation activation) {

    public AutoencoderShape {
        if (features < 1 || hidden < 1 || steps < 1) {
            throw new IllegalArgumentException("features, hidden and steps must be at least 1, found %d, %d, %d"
                    .formatted(features, hidden, steps));
        }
    }

    /** The shape of a model. */
    public static AutoencoderShape of(LstmAutoencoder model) {
        if (model.encoder().hidden() != model.decoder().hidden()) {
            throw new IllegalArgumentException("the trainer expects encoder and decoder of one size, found %d and %d"
                    .formatted(model.encoder().hidden(), model.decoder().hidden()));
        }
        return new AutoencoderShape(model.features(), model.encoder().hidden(), model.steps(), model.activation());
    }

    /** Number of parameters. */
    public int parameters() {
        return outputBias() + features;
    }

    int gates() {
        return 4 * hidden;
    }

    int encoderInput() {
        return 0;
    }

    int encoderRecurrent() {
        return features * gates();
    }

    int encoderBias() {
        return encoderRecurrent() + hidden * gates();
    }

    int decoderInput() {
        return encoderBias() + gates();
    }

    int decoderRecurrent() {
        return decoderInput() + hidden * gates();
    }

    int decoderBias() {
        return decoderRecurrent() + hidden * gates();
    }

    int output() {
        return decoderBias() + gates();
    }

    int outputBias() {
        return output() + hidden * features;
    }

    LstmLayer encoder(float[] parameters) {
        return new LstmLayer(
                features,
                hidden,
                Arrays.copyOfRange(parameters, encoderInput(), encoderRecurrent()),
                Arrays.copyOfRange(parameters, encoderRecurrent(), encoderBias()),
                Arrays.copyOfRange(parameters, encoderBias(), decoderInput()));
    }

    LstmLayer decoder(float[] parameters) {
        return new LstmLayer(
                hidden,
                hidden,
                Arrays.copyOfRange(parameters, decoderInput(), decoderRecurrent()),
                Arrays.copyOfRange(parameters, decoderRecurrent(), decoderBias()),
                Arrays.copyOfRange(parameters, decoderBias(), output()));
    }

    DenseLayer output(float[] parameters) {
        return new DenseLayer(
                hidden,
                features,
                Arrays.copyOfRange(parameters, output(), outputBias()),
                Arrays.copyOfRange(parameters, outputBias(), parameters()));
    }

    LstmAutoencoder model(float[] parameters) {
        return new LstmAutoencoder(steps, activation, encoder(parameters), decoder(parameters), output(parameters));
    }

    float[] flatten(LstmAutoencoder model) {
        var flat = new float[parameters()];
        copy(model.encoder().input(), flat, encoderInput());
        copy(model.encoder().recurrent(), flat, encoderRecurrent());
        copy(model.encoder().bias(), flat, encoderBias());
        copy(model.decoder().input(), flat, decoderInput());
        copy(model.decoder().recurrent(), flat, decoderRecurrent());
        copy(model.decoder().bias(), flat, decoderBias());
        copy(model.output().weights(), flat, output());
        copy(model.output().bias(), flat, outputBias());
        return flat;
    }

    private static void copy(float[] from, float[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
    }
}
