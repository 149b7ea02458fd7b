package io.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.morphology.Run;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.series.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainingPipelineTest {

    private static final TrainingOptions SMALL = TrainingOptions.defaults()
            .network(network -> network.withSteps(12).withHidden(8))
            .fit(fit -> fit.withEpochs(15).withLearningRate(0.02).withPatience(15));

    @Test
    void aTrainedModelFindsWhatItHasNotSeenBefore() throws Exception {
        ModelArtefact model = train(List.of(machine("m-1", 400, 0))).artefact();
        Series watched = machine("m-1", 300, 1);
        for (int t = 150; t < 180; t++) {
            watched.rows()[t][1] += 6; // the two waves keep step in normal operation
        }

        List<Run> events = new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing())
                .score(watched.rows())
                .events(model.thresholds().fallback(), model.morphology());

        assertThat(events).isNotEmpty().allSatisfy(event -> {
            assertThat(event.end()).isGreaterThanOrEqualTo(150);
            assertThat(event.start()).isLessThan(180 + 12);
        });
    }

    @Test
    void theArtefactSurvivesItsCodecAndTellsItsOrigin() throws Exception {
        TrainedModel trained = train(List.of(machine("m-1", 200, 0), machine("m-2", 200, 2)));

        ModelArtefact decoded = ArtefactCodec.decode(ArtefactCodec.encode(trained.artefact()));

        assertThat(decoded.preprocessing()).isEqualTo(trained.artefact().preprocessing());
        assertThat(decoded.thresholds()).isEqualTo(trained.artefact().thresholds());
        assertThat(decoded.provenance())
                .containsEntry("data.machines", "m-1, m-2")
                .containsEntry("data.rows", "400")
                .containsEntry("seed", "1")
                .containsKeys("data.sha256", "options.network", "options.split", "jdk", "os", "millrace.version");
        assertThat(trained.calibrationScores())
                .as("the last fifth of each series, one score a row")
                .isEqualTo(2 * 40);
    }

    @Test
    void theSameSeedGivesTheSameModel() {
        TrainingOptions oneEpoch = SMALL.fit(fit -> fit.withEpochs(1));
        List<Series> data = List.of(machine("m-1", 200, 0));

        TrainedModel one = TrainingPipeline.train(data, oneEpoch, "m", 1, 0, TrainingProgress.SILENT);
        TrainedModel two = TrainingPipeline.train(data, oneEpoch, "m", 1, 0, TrainingProgress.SILENT);

        assertThat(ArtefactCodec.encode(two.artefact())).isEqualTo(ArtefactCodec.encode(one.artefact()));
    }

    @Test
    void switchesAreRecognisedAndLeftOutOfTheReconstruction() {
        TrainedModel trained = train(List.of(machine("m-1", 200, 0)));

        assertThat(trained.artefact().preprocessing().layout().sensor(2).role()).isEqualTo(SensorRole.STATE);
        assertThat(trained.artefact().preprocessing().targets()).isEqualTo(2);
    }

    @Test
    void theUserSetsRolesAndIsToldOfUnknownSensors() {
        TrainingOptions asMeasured = SMALL.fit(fit -> fit.withEpochs(1))
                .input(input -> input.withRoles(Map.of("valve", SensorRole.CONTINUOUS, "a", SensorRole.IGNORE)));
        List<Series> data = List.of(machine("m-1", 200, 0));

        TrainedModel trained = TrainingPipeline.train(data, asMeasured, "m", 1, 0, TrainingProgress.SILENT);

        assertThat(trained.artefact().preprocessing().layout().sensors())
                .extracting(sensor -> sensor.role())
                .containsExactly(SensorRole.IGNORE, SensorRole.CONTINUOUS, SensorRole.CONTINUOUS);
        TrainingOptions unknown = SMALL.input(input -> input.withRoles(Map.of("vlave", SensorRole.STATE)));
        assertThatThrownBy(() -> TrainingPipeline.train(data, unknown, "m", 1, 0, TrainingProgress.SILENT))
                .hasMessageContaining("[vlave]")
                .hasMessageContaining("[a, b, valve]");
    }

    @Test
    void noMoreWindowsThanAskedForAreFitted() {
        TrainingOptions few = SMALL.split(split -> split.withMaxWindows(20)).fit(fit -> fit.withEpochs(1));

        TrainedModel trained = TrainingPipeline.train(
                List.of(machine("m-1", 400, 0), machine("m-2", 300, 1)), few, "m", 1, 0, TrainingProgress.SILENT);

        assertThat(trained.fitWindows()).isBetween(15, 20);
    }

    @Test
    void refusesWhatCannotBeTrained() {
        assertThatThrownBy(() -> train(List.of(machine("short", 12, 0))))
                .hasMessageContaining("series short has 12 training rows")
                .hasMessageContaining("use more training rows or fewer steps");
        Series other = new Series(
                "other", SensorLayout.ofNames(List.of("x")), new long[20], new double[20][1], Optional.empty());
        assertThatThrownBy(() -> train(List.of(machine("m-1", 100, 0), other)))
                .hasMessageContaining("one model serves one layout");
    }

    private static TrainedModel train(List<Series> data) {
        return TrainingPipeline.train(data, SMALL, "test", 1, 0, TrainingProgress.SILENT);
    }

    /** Two waves in step with a little noise, and a switch. */
    private static Series machine(String id, int rows, long seed) {
        var random = new SplittableRandom(seed);
        var values = new double[rows][];
        var timestamps = new long[rows];
        for (int t = 0; t < rows; t++) {
            double phase = seed + t / 4.0;
            values[t] = new double[] {
                20 + 5 * Math.sin(phase) + 0.1 * random.nextDouble(),
                3 + 2 * Math.sin(phase) + 0.05 * random.nextDouble(),
                (t / 50) % 2
            };
            timestamps[t] = 1_000L * t;
        }
        return new Series(id, SensorLayout.ofNames(List.of("a", "b", "valve")), timestamps, values, Optional.empty());
    }
}
