package io.millrace.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.EnsembleMember;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.series.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightedEnsembleTest {

    private static final int ROWS = 1_000;

    @Test
    void weightsAreGivenAndTheThresholdIsTheEdgeOfNormal() throws Exception {
        KnownKind kind = KnownKinds.of("ensemble");
        Map<String, String> settings = Map.of(
                "members", "isolation-forest=3,window-pca=1", "isolation-forest.trees", "20", "window-pca.steps", "8");

        ModelArtefact artefact = train(kind, settings, series(false));

        var ensemble = (EnsembleDetector) artefact.detector();
        assertThat(ensemble.voting()).isEqualTo(Voting.LEVEL_MEAN);
        assertThat(ensemble.members()).extracting(EnsembleMember::weight).containsExactly(3.0, 1.0);
        assertThat(ensemble.members().get(1).detector().steps()).isEqualTo(8);
        assertThat(artefact.thresholds().fallback()).isEqualTo(0.3);
        assertThat(artefact.calibration()).isEmpty();
        assertThat(artefact.provenance())
                .containsEntry("ensemble.weights", "isolation-forest 3.00, window-pca 1.00")
                .containsEntry("ensemble.weightsRestOn", "given");
        assertThat(ArtefactCodec.encode(ArtefactCodec.decode(ArtefactCodec.encode(artefact))))
                .isEqualTo(ArtefactCodec.encode(artefact));
    }

    @Test
    void labelsDecideTheWeightsWhereThereAreSome() {
        // the fault is a sensor that is stuck: the statistics of a window tell it, the residual of its rows hardly
        Map<String, String> settings = Map.of(
                "members",
                "window-statistics,window-pca",
                "weights",
                "fitted",
                "window-statistics.steps",
                "12",
                "window-pca.steps",
                "12");

        ModelArtefact artefact = train(KnownKinds.of("ensemble"), settings, series(true));

        assertThat(artefact.provenance().get("ensemble.weightsRestOn"))
                .matches(
                        "60 labelled anomalous of 200 windows held back: average precision 0\\.\\d+, of equal weights 0\\.\\d+");
        var members = ((EnsembleDetector) artefact.detector()).members();
        assertThat(members.get(0).detector().name()).isEqualTo("window-neighbour");
        assertThat(members.get(0).weight()).isGreaterThan(0.5);
    }

    @Test
    void withoutLabelsFittedWeightsAreEqualAndSaySo() {
        ModelArtefact artefact = train(
                KnownKinds.of("ensemble"),
                Map.of("members", "window-pca=5,kmeans-windows=1", "weights", "fitted"),
                series(false));

        assertThat(((EnsembleDetector) artefact.detector()).members())
                .extracting(EnsembleMember::weight)
                .containsExactly(0.5, 0.5);
        assertThat(artefact.provenance().get("ensemble.weightsRestOn")).startsWith("equal: no labelled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "members | window-pca=NaN | the weight of member 'window-pca' must be finite and > 0, found NaN",
                "members | window-pca=-1 | the weight of member 'window-pca' must be finite and > 0, found -1",
                "members | window-pca=0 | the weight of member 'window-pca' must be finite and > 0, found 0",
                "members | window-pca=x | the weight of member 'window-pca' must be finite and > 0, found x",
                "members | nonsense=1 | 'nonsense' is no kind of detector",
                "members | ensemble=1 | an ensemble cannot be a member of an ensemble",
                "weights | guessed | ensemble expects weights to be one of given, fitted, found guessed",
                "lstm.epochs | 3 | the ensemble has no member lstm to set options of: it has isolation-forest, window-pca",
                "window-pca.colour | red | a detector of kind window-pca has no option colour"
            })
    void refusesWhatIsNoEnsemble(String option, String value, String message) {
        assertThatThrownBy(() -> KnownKinds.of("ensemble").with(Map.of(option, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anIsolationForestsThresholdLeavesItsContaminationAbove() {
        KnownKind kind = KnownKinds.of("isolation-forest");
        Map<String, String> settings = Map.of("contamination", "0.2", "steps", "10");

        ModelArtefact artefact = train(kind, settings, series(false));

        assertThat(kind.thresholdWith(settings).orElseThrow().describe()).contains("80");
        assertThat(artefact.thresholds().fallback()).isBetween(0.3, 0.7);
        assertThat(artefact.calibration().orElseThrow().median())
                .isLessThan(artefact.thresholds().fallback());
    }

    private static ModelArtefact train(KnownKind kind, Map<String, String> settings, Series series) {
        DetectorKind detector = kind.with(settings);
        var recipe = new DetectorRecipe(kind.name(), InputOptions.DEFAULT, detector.stateInputs(), detector, 0.2);
        AlarmOptions usual = AlarmOptions.DEFAULT;
        return DetectorTraining.train(
                        List.of(series),
                        recipe,
                        kind.thresholdWith(settings).map(usual::withThreshold).orElse(usual),
                        "pumps",
                        1,
                        0,
                        1,
                        TrainingProgress.SILENT)
                .artefact();
    }

    /** Two noisy waves; with labels the first is stuck in its middle for 60 of the rows held back. */
    private static Series series(boolean labelled) {
        var random = new SplittableRandom(5);
        var rows = new double[ROWS][];
        var timestamps = new long[ROWS];
        var labels = new boolean[ROWS];
        for (int r = 0; r < ROWS; r++) {
            labels[r] = labelled && r >= 850 && r < 910;
            rows[r] = new double[] {
                labels[r] ? 0.01 * random.nextDouble() : Math.sin(r / 4.0) + 0.1 * random.nextDouble(),
                Math.cos(r / 7.0) + 0.1 * random.nextDouble()
            };
            timestamps[r] = 1_000L * r;
        }
        return new Series(
                "m-1",
                new SensorLayout(List.of(Sensor.continuous("a"), Sensor.continuous("b"))),
                timestamps,
                rows,
                labelled ? Optional.of(labels) : Optional.empty());
    }
}
