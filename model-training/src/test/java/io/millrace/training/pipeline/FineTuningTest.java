package io.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.model.Activation;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.FineTuneOptions.Layers;
import io.millrace.training.run.TrainingRunFolder;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FineTuningTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults()
            .network(network -> network.withSteps(8).withHidden(6))
            .fit(fit -> fit.withEpochs(3).withLearningRate(0.01));
    private static final List<Series> MACHINES =
            List.of(wave("steady", 4, 400), wave("quick/1", 2, 400), wave("brief", 4, 60));

    @ParameterizedTest
    @EnumSource(Layers.class)
    void aMachineThatGainsHasADeltaOfItsOwnAndEveryOneAThreshold(Layers layers, @TempDir Path directory)
            throws Exception {
        TrainedModel global = TrainingPipeline.train(MACHINES, OPTIONS, "waves", 2, 0, TrainingProgress.SILENT);
        var heard = new ArrayList<String>();
        var run = new TrainingRunFolder(directory);

        FineTuning.ModelSet set = FineTuning.of(
                global,
                MACHINES,
                OPTIONS,
                FineTuneOptions.DEFAULT.withLayers(layers),
                run.machines(false),
                machine -> heard.add(machine.machineId()));
        run.write(set.global(), set.machines());

        assertThat(heard).containsExactly("steady", "quick/1", "brief");
        assertThat(set.machines())
                .allSatisfy(
                        machine -> assertThat(machine.kept()).isEqualTo(machine.ownError() < machine.globalError()));
        assertThat(set.global().artefact().thresholds().perMachine())
                .as("12 calibration scores are too few for a threshold")
                .containsOnlyKeys("steady", "quick/1");
        TunedMachine quick = set.machines().get(1);
        assertThat(quick.kept()).isTrue();
        Path file = directory.resolve("machines/quick%2F1.model");
        ModelDelta delta = ArtefactFile.readDelta(file);
        assertThat(delta.machineId()).isEqualTo("quick/1");
        assertThat(delta.recurrent().isPresent()).isEqualTo(layers == Layers.ALL);
        ModelArtefact own = delta.applyTo(ArtefactFile.read(run.model()));
        assertThat(own.modelId()).isEqualTo("waves-quick/1");
        assertThat(own.version()).isEqualTo(2);
        assertThat(own.preprocessing()).isEqualTo(global.artefact().preprocessing());
        assertThat(own.thresholds().fallback()).isEqualTo(quick.ownThreshold());
        JsonNode metrics =
                new ObjectMapper().readTree(directory.resolve("metrics.json").toFile());
        JsonNode figures = metrics.get("machines").get("quick/1");
        assertThat(figures.get("kept").asBoolean()).isTrue();
        assertThat(figures.get("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(figures.get("model").asText()).isEqualTo("machines/quick%2F1.model");
        assertThat(figures.get("threshold").asDouble()).isEqualTo(quick.ownThreshold());
        assertThat(metrics.get("ownModelBytes").asLong())
                .isEqualTo(
                        set.machines().stream().mapToLong(TunedMachine::bytes).sum());
        try (Stream<Path> left = Files.list(directory.resolve("machines"))) {
            assertThat(left).allSatisfy(path -> assertThat(path.toString()).endsWith(".model"));
        }
    }

    @Test
    void anOutputLayerIsAFractionOfTheModelAndNoWorseThanTheGeneralOne(@TempDir Path directory) throws Exception {
        TrainedModel global = TrainingPipeline.train(MACHINES, OPTIONS, "waves", 2, 0, TrainingProgress.SILENT);
        var outputs = new TrainingRunFolder(directory.resolve("output"));
        var all = new TrainingRunFolder(directory.resolve("all"));

        FineTuning.of(global, MACHINES, OPTIONS, FineTuneOptions.DEFAULT, outputs.machines(false), machine -> {});
        FineTuning.of(
                global,
                MACHINES,
                OPTIONS,
                FineTuneOptions.DEFAULT.withLayers(Layers.ALL),
                all.machines(false),
                machine -> {});

        assertThat(Files.size(outputs.model("quick/1"))).isLessThan(Files.size(all.model("quick/1")) / 2);
    }

    @Test
    void whatMakesAMachineWorseIsNotKept(@TempDir Path directory) throws Exception {
        TrainedModel global = TrainingPipeline.train(MACHINES, OPTIONS, "waves", 1, 0, TrainingProgress.SILENT);
        TrainingOptions wild = OPTIONS.fit(fit -> fit.withLearningRate(10));
        var run = new TrainingRunFolder(directory);

        FineTuning.ModelSet set = FineTuning.of(
                global, MACHINES, wild, new FineTuneOptions(Layers.ALL, 1, 1, 1), run.machines(false), machine -> {});

        assertThat(set.machines()).allSatisfy(machine -> {
            assertThat(machine.ownError()).isGreaterThan(machine.globalError());
            assertThat(machine.kept()).isFalse();
            assertThat(run.model(machine.machineId())).doesNotExist();
        });
    }

    @Test
    void aMachineWhoseTuningDivergesKeepsTheGeneralModelAndTheOthersGoOn(@TempDir Path directory) throws Exception {
        TrainingOptions unbounded = OPTIONS.network(network -> network.withActivation(Activation.RELU));
        TrainedModel global = TrainingPipeline.train(MACHINES, unbounded, "waves", 1, 0, TrainingProgress.SILENT);
        TrainingOptions wild = unbounded.fit(fit -> fit.withLearningRate(1e30));
        var run = new TrainingRunFolder(directory);

        FineTuning.ModelSet set = FineTuning.of(
                global,
                MACHINES,
                wild,
                FineTuneOptions.DEFAULT.withLayers(Layers.ALL),
                run.machines(false),
                machine -> {});

        assertThat(set.machines()).hasSize(3).allSatisfy(machine -> {
            assertThat(machine.diverged()).isTrue();
            assertThat(machine.kept()).isFalse();
        });
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

    @Test
    void anInterruptedFineTuningGoesOnToTheSameSet(@TempDir Path directory) throws Exception {
        TrainedModel global = TrainingPipeline.train(MACHINES, OPTIONS, "waves", 1, 0, TrainingProgress.SILENT);
        var whole = new TrainingRunFolder(directory.resolve("whole"));
        var cut = new TrainingRunFolder(directory.resolve("cut"));
        FineTuning.ModelSet expected =
                FineTuning.of(global, MACHINES, OPTIONS, FineTuneOptions.DEFAULT, whole.machines(false), machine -> {});
        whole.write(expected.global(), expected.machines());
        assertThatThrownBy(() -> FineTuning.of(
                        global, MACHINES, OPTIONS, FineTuneOptions.DEFAULT, cut.machines(false), machine -> {
                            if (machine.machineId().equals("quick/1")) {
                                throw new IllegalStateException("power cut");
                            }
                        }))
                .hasMessage("power cut");
        var again = new ArrayList<String>();
        FineTuning.Shelf shelf = cut.machines(true);

        FineTuning.ModelSet resumed = FineTuning.of(
                global,
                MACHINES,
                OPTIONS,
                FineTuneOptions.DEFAULT,
                new FineTuning.Shelf() {
                    @Override
                    public Optional<TunedMachine> before(String identity, String machineId) throws IOException {
                        return shelf.before(identity, machineId);
                    }

                    @Override
                    public void put(String identity, TunedMachine machine, Optional<byte[]> delta) throws IOException {
                        again.add(machine.machineId());
                        shelf.put(identity, machine, delta);
                    }
                },
                machine -> {});
        cut.write(resumed.global(), resumed.machines());

        assertThat(again).as("fitted again").containsExactly("brief");
        assertThat(resumed.machines()).isEqualTo(expected.machines());
        assertThat(cut.model("quick/1")).hasSameBinaryContentAs(whole.model("quick/1"));
        assertThat(directory.resolve("cut/metrics.json"))
                .hasSameTextualContentAs(directory.resolve("whole/metrics.json"));
        assertThat(cut.model()).hasSameBinaryContentAs(whole.model());
    }

    @Test
    void whatWasDoneWithOtherOptionsIsDoneAgain(@TempDir Path directory) throws Exception {
        TrainedModel global = TrainingPipeline.train(MACHINES, OPTIONS, "waves", 1, 0, TrainingProgress.SILENT);
        var run = new TrainingRunFolder(directory);
        FineTuning.of(global, MACHINES, OPTIONS, FineTuneOptions.DEFAULT, run.machines(false), machine -> {});

        FineTuning.of(
                global,
                MACHINES,
                OPTIONS,
                FineTuneOptions.DEFAULT.withLayers(Layers.ALL),
                run.machines(true),
                machine -> {});

        assertThat(ArtefactFile.readDelta(run.model("quick/1")).recurrent()).isPresent();
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
