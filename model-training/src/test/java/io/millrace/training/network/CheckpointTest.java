package io.millrace.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.model.Activation;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointTest {

    private static final NetworkOptions SMALL = new NetworkOptions(12, 8, Activation.TANH);
    private static final FitOptions FIT =
            FitOptions.DEFAULT.withEpochs(6).withLearningRate(0.02).withClipNorm(1);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void inAFolder() {
        file = directory.resolve("run/checkpoint");
    }

    @ParameterizedTest
    @EnumSource(LearningRateSchedule.class)
    void anInterruptedTrainingGivesTheModelOfAnUninterruptedOne(LearningRateSchedule schedule) throws Exception {
        FitOptions options = FIT.withSchedule(schedule);
        FittedNetwork whole = fit(new FastTrainer(), options, TrainingProgress.SILENT, Optional.empty());

        interruptAfter(3, options);
        assertThat(file).exists();
        FittedNetwork resumed =
                fit(new FastTrainer(), options, TrainingProgress.SILENT, Optional.of(new Checkpoint(file, "a", true)));

        assertThat(resumed.model()).isEqualTo(whole.model());
        assertThat(resumed.curve().epochs())
                .extracting(TrainingCurve.Epoch::validationError)
                .isEqualTo(whole.curve().epochs().stream()
                        .map(TrainingCurve.Epoch::validationError)
                        .toList());
    }

    @Test
    void refusesTheCheckpointOfAnotherTrainingAndADamagedOne() throws Exception {
        interruptAfter(1, FIT);

        assertThatThrownBy(() -> new Checkpoint(file, "b", true).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other data or options: expected b, found a");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> new Checkpoint(file, "a", true).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + " is cut");
    }

    @Test
    void aFailedSaveLeavesTheOneBeforeAndNothingAside() throws Exception {
        interruptAfter(1, FIT);
        Path occupied = Files.createDirectories(directory.resolve("occupied/checkpoint/inside"))
                .getParent();
        Checkpoint.Content content = new Checkpoint(file, "a", true).load().orElseThrow();

        assertThatThrownBy(() -> new Checkpoint(occupied, "a", false).save(content))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the checkpoint " + occupied + ": cannot be written");

        try (var files = Files.list(occupied.getParent())) {
            assertThat(files).containsExactly(occupied);
        }
    }

    @Test
    void deeplearning4jHasNothingToResume() {
        assertThatThrownBy(() -> fit(
                        new Dl4jTrainer(), FIT, TrainingProgress.SILENT, Optional.of(new Checkpoint(file, "a", true))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dl4j keeps no checkpoints")
                .hasMessageContaining("fast");
    }

    private void interruptAfter(int epochs, FitOptions options) {
        TrainingProgress interrupting = (epoch, most) -> {
            if (epoch.number() == epochs) {
                throw new IllegalStateException("interrupted");
            }
        };
        assertThatThrownBy(() ->
                        fit(new FastTrainer(), options, interrupting, Optional.of(new Checkpoint(file, "a", false))))
                .hasMessage("interrupted");
    }

    private static FittedNetwork fit(
            Trainer trainer, FitOptions options, TrainingProgress progress, Optional<Checkpoint> checkpoint) {
        return trainer.fit(TrainerTest.waves(0), TrainerTest.waves(1), SMALL, options, progress, checkpoint);
    }
}
