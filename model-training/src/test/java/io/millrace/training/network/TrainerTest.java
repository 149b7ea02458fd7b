package io.millrace.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.model.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {

    private static final NetworkOptions SMALL = new NetworkOptions(12, 8, Activation.TANH);
    private static final FitOptions FIT =
            FitOptions.DEFAULT.withEpochs(30).withLearningRate(0.02).withPatience(30);

    static Stream<Trainer> trainers() {
        return Stream.of(new Dl4jTrainer(), new FastTrainer());
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void learnsAWave(Trainer trainer) {
        FittedNetwork fitted = trainer.fit(waves(0), waves(1), SMALL, FIT, TrainingProgress.SILENT);

        List<TrainingCurve.Epoch> epochs = fitted.curve().epochs();
        double variance = 0.4 * 0.4 / 2;
        assertThat(fitted.curve().bestEpoch().validationError()).isLessThan(variance / 4);
        assertThat(epochs).extracting(TrainingCurve.Epoch::number).startsWith(1, 2, 3);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void theSameSeedGivesTheSameNetwork(Trainer trainer) {
        FitOptions twoEpochs = FIT.withEpochs(2);

        FittedNetwork one = trainer.fit(waves(0), waves(1), SMALL, twoEpochs, TrainingProgress.SILENT);
        FittedNetwork two = trainer.fit(waves(0), waves(1), SMALL, twoEpochs, TrainingProgress.SILENT);
        FittedNetwork other = trainer.fit(waves(0), waves(1), SMALL, twoEpochs.withSeed(2), TrainingProgress.SILENT);

        assertThat(two.model()).isEqualTo(one.model());
        assertThat(other.model()).isNotEqualTo(one.model());
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void stopsEarlyAndKeepsTheBestWeights(Trainer trainer) {
        // a validation part that is the training part upside down gets worse while the network learns
        WindowSet training = waves(0);
        float[] inverted = training.gather(training.inOrder(), 0, training.size());
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = 5 - 3 * inverted[i];
        }
        WindowSet validation = WindowSet.of(List.of(inverted), 12, 2, 12);
        var heard = new ArrayList<Integer>();

        FittedNetwork fitted = trainer.fit(
                training,
                validation,
                SMALL,
                FIT.withEpochs(50).withPatience(2).withLearningRate(0.05),
                (epoch, epochs) -> heard.add(epoch.number()));

        TrainingCurve.Epoch best = fitted.curve().bestEpoch();
        assertThat(heard).hasSize(best.number() + 2).hasSizeLessThan(50);
        try (Dl4jNetwork network = Dl4jNetwork.of(fitted.model(), 1e-3)) {
            float[] windows = validation.gather(validation.inOrder(), 0, validation.size());
            float[] expected = network.output(windows, validation.size());
            double sum = 0;
            for (int i = 0; i < expected.length; i++) {
                sum += (expected[i] - windows[i]) * (expected[i] - windows[i]);
            }
            assertThat(sum / expected.length)
                    .isCloseTo(best.validationError(), org.assertj.core.api.Assertions.withinPercentage(0.01));
        }
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void aClippedGradientChangesTheWayAndAGenerousNormDoesNot(Trainer trainer) {
        FitOptions twoEpochs = FIT.withEpochs(2);

        FittedNetwork free = trainer.fit(waves(0), waves(1), SMALL, twoEpochs, TrainingProgress.SILENT);
        FittedNetwork generous =
                trainer.fit(waves(0), waves(1), SMALL, twoEpochs.withClipNorm(1e6), TrainingProgress.SILENT);
        FittedNetwork clipped =
                trainer.fit(waves(0), waves(1), SMALL, twoEpochs.withClipNorm(1e-3), TrainingProgress.SILENT);

        assertThat(generous.model()).isEqualTo(free.model());
        assertThat(clipped.model()).isNotEqualTo(free.model());
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void saysWhenAndWhyNothingWasLearnt(Trainer trainer) {
        NetworkOptions unbounded = new NetworkOptions(12, 8, Activation.RELU);

        assertThatThrownBy(() ->
                        trainer.fit(waves(0), waves(1), unbounded, FIT.withLearningRate(1e30), TrainingProgress.SILENT))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("epoch 1")
                .hasMessageContaining("lower the learning rate");
    }

    @Test
    void saysWhatToDoWithoutWindows() {
        WindowSet empty = WindowSet.of(List.of(new float[4]), 12, 2, 1);

        assertThatThrownBy(() -> new FastTrainer().fit(empty, empty, SMALL, FIT, TrainingProgress.SILENT))
                .hasMessageContaining("at least one window of 12 rows")
                .hasMessageContaining("more rows");
    }

    /** Two channels of a wave, [200 × 2]. */
    static WindowSet waves(int phase) {
        var rows = new float[200 * 2];
        for (int t = 0; t < 200; t++) {
            rows[2 * t] = (float) (0.5 + 0.4 * Math.sin(phase + t / 3.0));
            rows[2 * t + 1] = (float) (0.5 + 0.4 * Math.cos(phase + t / 3.0));
        }
        return WindowSet.of(List.of(rows), 12, 2, 2);
    }
}
