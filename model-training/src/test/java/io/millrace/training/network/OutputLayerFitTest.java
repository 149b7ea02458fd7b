package io.millrace.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmKernels;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputLayerFitTest {

    private static final int STEPS = 8;
    private static final int FEATURES = 2;

    @Test
    void findsTheLayerThatReconstructsBest() {
        LstmAutoencoder general =
                InitialWeights.of(NetworkOptions.DEFAULT.withSteps(STEPS).withHidden(6), FEATURES, 3);
        WindowSet fit = waves(600, 1);
        WindowSet validation = waves(200, 2);

        LstmAutoencoder own = OutputLayerFit.of(general, fit, validation);

        assertThat(own.encoder()).isEqualTo(general.encoder());
        assertThat(own.decoder()).isEqualTo(general.decoder());
        assertThat(own.activation()).isEqualTo(Activation.TANH);
        double best = error(own, fit);
        assertThat(best).isLessThan(error(general, fit) / 2);
        var random = new Random(7);
        for (int trial = 0; trial < 20; trial++) {
            DenseLayer layer = own.output();
            float[] weights = layer.weights().clone();
            float[] bias = layer.bias().clone();
            weights[random.nextInt(weights.length)] += 0.05f;
            bias[random.nextInt(bias.length)] -= 0.05f;
            LstmAutoencoder aside = own.withOutput(new DenseLayer(layer.inputs(), FEATURES, weights, bias));
            assertThat(error(aside, fit)).as("trial %d", trial).isGreaterThan(best);
        }
    }

    @Test
    void keepsALayerThatNothingCanBeAddedTo() {
        LstmAutoencoder general =
                InitialWeights.of(NetworkOptions.DEFAULT.withSteps(STEPS).withHidden(6), FEATURES, 3);
        WindowSet fit = waves(600, 1);
        LstmAutoencoder once = OutputLayerFit.of(general, fit, fit);

        LstmAutoencoder twice = OutputLayerFit.of(once, fit, fit);

        assertThat(error(twice, fit)).isCloseTo(error(once, fit), within(1e-6));
    }

    @Test
    void wantsWindowsOfBothKinds() {
        LstmAutoencoder general =
                InitialWeights.of(NetworkOptions.DEFAULT.withSteps(STEPS).withHidden(6), FEATURES, 3);

        assertThatThrownBy(() -> OutputLayerFit.of(general, waves(20, 1), waves(3, 1)))
                .hasMessage(
                        "an output layer is fitted on at least one window and chosen on at least one, found 13 and 0");
    }

    private static double error(LstmAutoencoder model, WindowSet windows) {
        int size = STEPS * FEATURES;
        float[] values = windows.gather(windows.inOrder(), 0, windows.size());
        var batch = new WindowBatch(STEPS, FEATURES);
        for (int n = 0; n < windows.size(); n++) {
            batch.addWindow(Arrays.copyOfRange(values, n * size, (n + 1) * size));
        }
        var out = new float[values.length];
        LstmKernels.choose().kernel().pack(model).newReconstructor().reconstruct(batch, out);
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            double difference = out[i] - (double) values[i];
            sum += difference * difference;
        }
        return sum / out.length;
    }

    private static WindowSet waves(int rows, long seed) {
        var random = new Random(seed);
        var matrix = new float[rows * FEATURES];
        for (int t = 0; t < rows; t++) {
            matrix[t * FEATURES] = (float) (Math.sin(t / 3.0) + 0.05 * random.nextGaussian());
            matrix[t * FEATURES + 1] = (float) (Math.cos(t / 5.0) + 0.05 * random.nextGaussian());
        }
        return WindowSet.of(List.of(matrix), STEPS, FEATURES, 1);
    }
}
