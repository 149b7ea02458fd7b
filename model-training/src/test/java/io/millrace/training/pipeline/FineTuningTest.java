package io.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.model.Activation;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.run.TrainingRunFolder;
import io.millrace.training.series.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults()
            .network(network -> network.withSteps(8).withHidden(6))
            .fit(fit -> fit.withEpochs(3).withLearningRate(0.01));
    private static final List<Series> MACHINES =
            List.of(wave("steady", 4, 400), wave("quick/1", 2, 400), wave("brief", 4, 60));

    @Test
    void aMachineThatGainsHasAModelOfItsOwnAndEveryOneAThreshold(@TempDir Path directory) throws Exception {
        TrainedModel global = TrainingPipeline.train(MACHINES, OPTIONS, "waves", 2, 0, TrainingProgress.SILENT);
        var heard = new ArrayList<String>();

        FineTuning.ModelSet set = FineTuning.of(
                global, MACHINES, OPTIONS, FineTuneOptions.DEFAULT, machine -> heard.add(machine.machineId()));

        assertThat(heard).containsExactly("steady", "quick/1", "brief");
        assertThat(set.machines())
                .allSatisfy(machine ->
                        assertThat(machine.own().isPresent()).isEqualTo(machine.ownError() < machine.globalError()));
        assertThat(set.global().artefact().thresholds().perMachine())
                .as("12 calibration scores are too few for a threshold")
                .containsOnlyKeys("steady", "quick/1");
        TunedMachine quick = set.machines().get(1);
        ModelArtefact own = quick.own().orElseThrow();
        assertThat(own.modelId()).isEqualTo("waves-quick/1");
        assertThat(own.version()).isEqualTo(2);
        assertThat(own.preprocessing()).isEqualTo(global.artefact().preprocessing());
        assertThat(own.provenance()).containsEntry("finetune.machine", "quick/1");

        var run = new TrainingRunFolder(directory);
        run.write(set.global(), set.machines());

        Path file = directory.resolve("machines/quick%2F1.model");
        assertThat(ArtefactFile.read(file).thresholds()).isEqualTo(own.thresholds());
        JsonNode figures = new ObjectMapper()
                .readTree(directory.resolve("metrics.json").toFile())
                .get("machines")
                .get("quick/1");
        assertThat(figures.get("kept").asBoolean()).isTrue();
        assertThat(figures.get("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(figures.get("model").asText()).isEqualTo("machines/quick%2F1.model");
        assertThat(figures.get("threshold").asDouble())
                .isEqualTo(own.thresholds().fallback());
    }

    @Test
    void whatMakesAMachineWorseIsNotKept() {
        TrainedModel global = TrainingPipeline.train(MACHINES, OPTIONS, "waves", 1, 0, TrainingProgress.SILENT);
        TrainingOptions wild = OPTIONS.fit(fit -> fit.withLearningRate(10));

        FineTuning.ModelSet set = FineTuning.of(global, MACHINES, wild, new FineTuneOptions(1, 1, 1), machine -> {});

        assertThat(set.machines()).allSatisfy(machine -> {
            assertThat(machine.ownError()).isGreaterThan(machine.globalError());
            assertThat(machine.own()).isEmpty();
        });
    }

    @Test
    void aMachineWhoseTuningDivergesKeepsTheGeneralModelAndTheOthersGoOn(@TempDir Path directory) throws Exception {
        TrainingOptions unbounded = OPTIONS.network(network -> network.withActivation(Activation.RELU));
        TrainedModel global = TrainingPipeline.train(MACHINES, unbounded, "waves", 1, 0, TrainingProgress.SILENT);
        TrainingOptions wild = unbounded.fit(fit -> fit.withLearningRate(1e30));

        FineTuning.ModelSet set = FineTuning.of(global, MACHINES, wild, FineTuneOptions.DEFAULT, machine -> {});

        assertThat(set.machines()).hasSize(3).allSatisfy(machine -> {
            assertThat(machine.diverged()).isTrue();
            assertThat(machine.own()).isEmpty();
        });
        var run = new TrainingRunFolder(directory);
        run.write(set.global(), set.machines());
        JsonNode figures = new ObjectMapper()
                .readTree(directory.resolve("metrics.json").toFile())
                .get("machines")
                .get("steady");
        assertThat(figures.get("diverged").asBoolean()).isTrue();
        assertThat(figures.has("validationError")).isFalse();
        assertThat(ArtefactFile.read(directory.resolve("global.model")).modelId())
                .isEqualTo("waves");
    }

    private static Series wave(String machineId, double period, int rows) {
        var values = new double[rows][];
        var timestamps = new long[rows];
        for (int t = 0; t < rows; t++) {
            values[t] = new double[] {Math.sin(t / period), Math.cos(t / period)};
            timestamps[t] = 1_000L * t;
        }
        return new Series(machineId, SensorLayout.ofNames(List.of("a", "b")), timestamps, values, Optional.empty());
    }
}
