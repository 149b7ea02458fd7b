package io.millrace.training.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.recipe.DetectorKind;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.recipe.FittedDetector;
import io.millrace.training.series.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TunerTest {

    private static final SensorLayout LAYOUT = SensorLayout.ofNames(List.of("a", "b"));

    @Test
    void aLabelFreePolicySetsTheThresholdAndGrowsTheVersion() {
        ModelArtefact model = model();
        TunedModel tuned = Tuner.tune(
                model, List.of(series("m1", 1, 400, 0)), TuneOptions.of(new ThresholdPolicy.Percentile(100)));

        assertThat(tuned.artefact().version()).isEqualTo(model.version() + 1);
        assertThat(tuned.artefact().detector()).isSameAs(model.detector());
        assertThat(tuned.labelledEvents()).isZero();
        assertThat(tuned.artefact().thresholds().policy()).isEqualTo("percentile 100.0");
        assertThat(tuned.artefact().provenance()).containsEntry("tuned.rows", "400");
    }

    @Test
    void labelsAreCountedAndSeparateTheFault() {
        Series faulty = series("m1", 2, 600, 3);
        TunedModel tuned = Tuner.tune(model(), List.of(faulty), TuneOptions.of(new LabelledPolicy.BestF1()));

        assertThat(tuned.labelledEvents()).isEqualTo(1);
        assertThat(tuned.after().orElseThrow().recall()).isEqualTo(1);
    }

    @Test
    void aPrecisionFloorIsMetWithTheMostRecall() {
        double[] scores = {9, 8, 7, 6, 5, 4, 3, 2, 1};
        boolean[] labels = {true, true, false, true, false, true, false, false, false};

        assertThat(new LabelledPolicy.PrecisionFloor(0.7).fit(scores, labels)).isCloseTo(6, within(1e-9));
        assertThat(new LabelledPolicy.PrecisionFloor(1).fit(scores, labels)).isCloseTo(8, within(1e-9));
        assertThat(new LabelledPolicy.PrecisionFloor(0.6).fit(scores, labels)).isCloseTo(4, within(1e-9));
    }

    @Test
    void machinesGetThresholdsOfTheirOwn() {
        Series quiet = series("quiet", 3, 400, 0);
        Series loud = series("loud", 4, 400, 2);
        TunedModel tuned = Tuner.tune(
                model(),
                List.of(quiet, loud),
                TuneOptions.of(new ThresholdPolicy.Percentile(100)).withPerMachine(true));

        Thresholds thresholds = tuned.artefact().thresholds();
        assertThat(thresholds.perMachine()).containsOnlyKeys("quiet", "loud");
        assertThat(thresholds.forMachine("loud")).isGreaterThan(thresholds.forMachine("quiet"));
        assertThat(thresholds.forMachine("unknown")).isEqualTo(thresholds.forMachine("loud"));
    }

    @Test
    void shapeIsTunedTooAndNeverWorseOnItsOwnPart() {
        Series faulty = series("m1", 5, 600, 3);
        TuneOptions options =
                TuneOptions.of(new ThresholdPolicy.TrainQuantile(0.9, 1)).withEvents(true);
        TunedModel tuned = Tuner.tune(model(), List.of(faulty), options);
        TunedModel plain =
                Tuner.tune(model(), List.of(faulty), TuneOptions.of(new ThresholdPolicy.TrainQuantile(0.9, 1)));

        assertThat(tuned.labelledEvents()).isEqualTo(1);
        assertThat(tuned.after().orElseThrow().f1())
                .isGreaterThanOrEqualTo(plain.after().orElseThrow().f1());
    }

    @Test
    void labelsThatAreMissingAreAskedFor() {
        assertThatThrownBy(() -> Tuner.tune(
                        model(), List.of(series("m1", 1, 400, 0)), TuneOptions.of(new LabelledPolicy.BestF1())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs labelled anomalies")
                .hasMessageContaining("policy without labels");
    }

    @Test
    void aPartShorterThanAWindowIsRefused() {
        assertThatThrownBy(() -> Tuner.tune(
                        model(), List.of(series("m1", 1, 10, 0)), TuneOptions.of(new ThresholdPolicy.MeanSigma(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no window of 20 rows")
                .hasMessageContaining("10");
    }

    @Test
    void sensorsMayStandInAnotherOrderButMustBeThere() {
        Series series = series("m1", 1, 400, 0);
        double[][] swapped = new double[series.length()][];
        for (int r = 0; r < swapped.length; r++) {
            swapped[r] = new double[] {series.rows()[r][1], series.rows()[r][0]};
        }
        var reordered = new Series(
                "m1", SensorLayout.ofNames(List.of("b", "a")), series.timestamps(), swapped, series.labels());
        TuneOptions options = TuneOptions.of(new ThresholdPolicy.MeanSigma(2));

        assertThat(Tuner.tune(model(), List.of(reordered), options).artefact().thresholds())
                .isEqualTo(
                        Tuner.tune(model(), List.of(series), options).artefact().thresholds());
        var other = new Series(
                "m1", SensorLayout.ofNames(List.of("b", "c")), series.timestamps(), swapped, series.labels());
        assertThatThrownBy(() -> Tuner.tune(model(), List.of(other), options)).hasMessageContaining("lacks [a]");
    }

    private static ModelArtefact model() {
        var recipe = new DetectorRecipe(
                "window-pca", InputOptions.DEFAULT, false, new DetectorKind.WindowPca(20, 300, 0.9), 0.3);
        FittedDetector fitted = recipe.fit(series("m0", 0, 500, 0), 1, TrainingProgress.SILENT);
        return new ModelArtefact(
                "bench",
                4,
                0,
                fitted.preprocessing(),
                fitted.detector(),
                Smoothing.NONE,
                new Thresholds("by hand", 1, Map.of(), 0, 3),
                Morphology.NONE,
                new TreeMap<>());
    }

    /** Two waves with noise; rows from the middle on, for forty rows, are shifted by the fault and labelled. */
    private static Series series(String machine, long seed, int rows, double fault) {
        var random = new Random(seed);
        var values = new double[rows][];
        var labels = new boolean[rows];
        var times = new long[rows];
        for (int r = 0; r < rows; r++) {
            labels[r] = fault > 0 && r >= rows / 2 && r < rows / 2 + 40;
            double wave = Math.sin(r / 5.0);
            values[r] = new double[] {
                wave + 0.05 * random.nextGaussian() + (labels[r] ? fault : 0), 2 * wave + 0.05 * random.nextGaussian()
            };
            times[r] = 1_000L * r;
        }
        return new Series(machine, LAYOUT, times, values, Optional.of(labels));
    }
}
