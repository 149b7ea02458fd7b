package io.millrace.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.recipe.DetectorTraining;
import io.millrace.training.recipe.FittedDetector;
import io.millrace.training.recipe.KnownKind;
import io.millrace.training.recipe.KnownKinds;
import io.millrace.training.series.Series;
import io.millrace.training.suite.Suite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardConfigurationsTest {

    @Test
    void holdsEveryKindWithoutLabelsBeforeTheBaselinesAndTheSuitesOwnSetting() {
        SuiteConfiguration standard = StandardConfigurations.of(Suite.SKAB);

        List<String> kinds = KnownKinds.all().stream()
                .filter(kind -> !kind.needsLabels())
                .map(KnownKind::name)
                .toList();
        assertThat(standard.detectors().keySet())
                .containsAll(kinds)
                .endsWith("last-value", "moving-average", "window-pca, set for the suite");
        assertThat(standard.detector("window-pca, set for the suite"))
                .isEqualTo(SuiteConfigurations.of(Suite.SKAB).detector("window-pca"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"isolation-forest", "window-pca", "ensemble", "window-statistics"})
    void alarmsBeginWhereTheJobBeginsThemWithTheTrainedModel(String name) {
        KnownKind kind = KnownKinds.of(name);
        SuiteConfiguration.Configured configured =
                StandardConfigurations.of(Suite.NAB).detector(name);
        AlarmOptions alarm = kind.thresholdWith(Map.of())
                .map(AlarmOptions.DEFAULT::withThreshold)
                .orElse(AlarmOptions.DEFAULT);

        FittedDetector fitted = configured.recipe().fit(waves(), 1, TrainingProgress.SILENT);
        ModelArtefact trained = DetectorTraining.train(
                        List.of(waves()), configured.recipe(), alarm, name, 1, 0, 1, TrainingProgress.SILENT)
                .artefact();

        assertThat(configured.rule().threshold(fitted.calibration().get(0)))
                .isCloseTo(trained.alarm("waves", AlertLevels.DEFAULT), within(1e-12));
        assertThat(configured.rule().smoothing()).isEqualTo(trained.smoothing());
        assertThat(configured.rule().morphology()).isEqualTo(trained.morphology());
    }

    @Test
    void aThresholdAmongUsualScoresIsRaisedToTheirEdgeAndOneBeyondThemStands() {
        double[] scores = IntStream.rangeClosed(0, 1_000).mapToDouble(n -> n).toArray();
        AlarmOptions plain = AlarmOptions.DEFAULT.withSmoothing(Smoothing.NONE);

        assertThat(threshold(plain.withThreshold(new ThresholdPolicy.Percentile(90)), scores))
                .isEqualTo(990);
        assertThat(threshold(plain.withThreshold(new ThresholdPolicy.TrainQuantile(1, 2)), scores))
                .isEqualTo(2_000);
        assertThat(threshold(plain.withThreshold(new ThresholdPolicy.Fixed(0.3)), scores))
                .isEqualTo(0.3);
    }

    private static double threshold(AlarmOptions options, double[] scores) {
        return AlarmRule.ofTrained(options).threshold(scores);
    }

    private static Series waves() {
        int count = 600;
        var rows = new double[count][];
        var timestamps = new long[count];
        for (int r = 0; r < count; r++) {
            timestamps[r] = 1_000L * r;
            rows[r] =
                    new double[] {Math.sin(r / 9.0) + 0.01 * ((r * 7) % 11), Math.cos(r / 13.0) + 0.01 * ((r * 5) % 13)
                    };
        }
        return new Series("waves", SensorLayout.ofNames(List.of("a", "b")), timestamps, rows, Optional.empty());
    }
}
