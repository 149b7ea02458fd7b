package io.millrace.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.augment.AugmentOptions;
import io.millrace.training.augment.GeneratorKind;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.network.WindowSet;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.InputFit;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.pipeline.SyntheticRows;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.pipeline.TrainingOptions;
import io.millrace.training.pipeline.TrainingPipeline;
import io.millrace.training.series.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Synthetic windows stand beside those that are learnt, and nowhere else. */
class AugmentedTrainingTest {

    private static final int ROWS = 400;
    private static final int STEPS = 10;
    private static final AugmentOptions LIGHT = new AugmentOptions(GeneratorKind.LIGHT, 0.5);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window-neighbour",
                "window-statistics",
                "window-pca",
                "kmeans-windows",
                "isolation-forest",
                "random-cut-forest",
                "dense-autoencoder",
                "lstm-autoencoder"
            })
    void aKindThatLearnsWindowsIsChangedByThemAndRepeatsItself(String kind) {
        Map<String, String> settings = kind.endsWith("autoencoder")
                ? Map.of("steps", "10", "epochs", "1", "windows", "100")
                : Map.of("steps", "10");

        ModelArtefact augmented = train(kind, settings, Optional.of(LIGHT));

        assertThat(learnt(augmented))
                .isEqualTo(learnt(train(kind, settings, Optional.of(LIGHT))))
                .isNotEqualTo(learnt(train(kind, settings, Optional.empty())));
        assertThat(augmented.provenance()).containsEntry("options.augment", LIGHT.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-step-predictor", "lstm-classifier", "attention-lstm", "xgboost", "lightgbm"})
    void aKindThatLearnsNoNormalWindowsRefuses(String kind) {
        DetectorKind made = KnownKinds.of(kind).with(Map.of());

        assertThatThrownBy(() -> new DetectorRecipe(
                        kind, InputOptions.DEFAULT, made.stateInputs(), made, 0.2, Optional.of(LIGHT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(kind + " learns no windows of normal operation")
                .hasMessageContaining("choose a kind such as window-pca");
    }

    @Test
    void theAutoencodersOwnPipelineLearnsThemBesideItsFitWindows() {
        TrainingOptions options = TrainingOptions.defaults()
                .network(network -> network.withSteps(STEPS).withHidden(4))
                .fit(fit -> fit.withEpochs(1));

        TrainedModel plain = pipeline(options);
        TrainedModel augmented = pipeline(options.withAugment(Optional.of(LIGHT)));

        assertThat(augmented.fitWindows()).isEqualTo(plain.fitWindows());
        assertThat(augmented.validationWindows()).isEqualTo(plain.validationWindows());
        assertThat(augmented.calibrationScores()).isEqualTo(plain.calibrationScores());
        assertThat(augmented.artefact().provenance())
                .containsEntry("training.syntheticWindows", Integer.toString(LIGHT.count(plain.fitWindows())));
        assertThat(plain.artefact().provenance()).doesNotContainKeys("training.syntheticWindows", "options.augment");
        assertThat(augmented.artefact().preprocessing().scaler())
                .isEqualTo(plain.artefact().preprocessing().scaler());
    }

    @Test
    void rowsBehindThoseKnownAreNotLookedAt() {
        Series calm = series(0);
        Series wild = series(1_000); // the same but for its second half
        var preprocessing = InputFit.of(List.of(calm), InputOptions.DEFAULT, false);

        List<float[]> ofCalm =
                new SyntheticRows(LIGHT, List.of(calm), preprocessing).windows(new int[] {ROWS / 2}, STEPS, 40, 1);
        List<float[]> ofWild =
                new SyntheticRows(LIGHT, List.of(wild), preprocessing).windows(new int[] {ROWS / 2}, STEPS, 40, 1);

        assertThat(ofCalm).hasSize(20);
        assertThat(ofWild.toArray(float[][]::new)).isDeepEqualTo(ofCalm.toArray(float[][]::new));
    }

    @Test
    void furtherWindowsStandBehindThoseThatWereCut() {
        WindowSet cut = WindowSet.of(List.of(new float[] {1, 2, 3, 4, 5, 6}), 2, 2, 1);

        WindowSet both = cut.with(List.of(new float[] {7, 8, 9, 10}));

        assertThat(cut.size()).isEqualTo(2);
        assertThat(both.gather(both.inOrder(), 0, 3)).containsExactly(1, 2, 3, 4, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThatThrownBy(() -> cut.with(List.of(new float[3])))
                .hasMessage("a further window expects 2 × 2 values, found 3");
    }

    private static TrainedModel pipeline(TrainingOptions options) {
        return TrainingPipeline.train(List.of(series(0)), options, "m", 1, 0, TrainingProgress.SILENT);
    }

    private static ModelArtefact train(String name, Map<String, String> settings, Optional<AugmentOptions> augment) {
        KnownKind kind = KnownKinds.of(name);
        DetectorKind made = kind.with(settings);
        var recipe = new DetectorRecipe(name, InputOptions.DEFAULT, made.stateInputs(), made, 0.2, augment);
        return DetectorTraining.train(
                        List.of(series(0)),
                        recipe,
                        kind.thresholdWith(settings)
                                .map(AlarmOptions.DEFAULT::withThreshold)
                                .orElse(AlarmOptions.DEFAULT),
                        name,
                        1,
                        0,
                        1,
                        TrainingProgress.SILENT)
                .artefact();
    }

    /** All of a model but where it comes from. */
    private static byte[] learnt(ModelArtefact model) {
        return ArtefactCodec.encode(new ModelArtefact(
                model.modelId(),
                model.version(),
                model.createdAtMillis(),
                model.preprocessing(),
                model.detector(),
                model.smoothing(),
                model.thresholds(),
                model.morphology(),
                model.calibration(),
                new TreeMap<>()));
    }

    /** @param offset added to the second half of the rows */
    private static Series series(double offset) {
        var random = new SplittableRandom(3);
        var rows = new double[ROWS][];
        var timestamps = new long[ROWS];
        for (int r = 0; r < ROWS; r++) {
            double more = r < ROWS / 2 ? 0 : offset;
            timestamps[r] = 1_000L * r;
            rows[r] = new double[] {
                more + Math.sin(r / 5.0) + 0.1 * random.nextGaussian(),
                more + Math.cos(r / 7.0) + 0.1 * random.nextGaussian()
            };
        }
        return new Series("m", SensorLayout.ofNames(List.of("a", "b")), timestamps, rows, Optional.empty());
    }
}
