package io.millrace.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.pipeline.TrainingOptions;
import io.millrace.training.pipeline.TrainingPipeline;
import io.millrace.training.series.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunFolderTest {

    @TempDir
    private Path directory;

    @Test
    void leavesTheModelAndAllThatIsKnownOfIt() throws Exception {
        TrainedModel trained = TrainingPipeline.train(
                List.of(wave("m-1", 150)),
                TrainingOptions.defaults()
                        .network(network -> network.withSteps(8).withHidden(4))
                        .fit(fit -> fit.withEpochs(2)),
                "wave",
                3,
                0,
                TrainingProgress.SILENT);
        Path folder = directory.resolve("run");
        var run = new TrainingRunFolder(folder);
        assertThat(run.isFinished()).isFalse();

        run.write(trained, List.of());

        assertThat(run.isFinished()).isTrue();
        assertThat(ArtefactCodec.encode(ArtefactFile.read(run.model())))
                .isEqualTo(ArtefactCodec.encode(trained.artefact()));
        JsonNode metrics =
                new ObjectMapper().readTree(folder.resolve("metrics.json").toFile());
        assertThat(metrics.get("validationError").asDouble())
                .isEqualTo(trained.curve().orElseThrow().bestEpoch().validationError());
        assertThat(metrics.get("epochs").asInt()).isEqualTo(2);
        assertThat(metrics.get("fitWindows").asInt()).isEqualTo(trained.fitWindows());
        assertThat(metrics.get("threshold").asDouble())
                .isEqualTo(trained.artefact().thresholds().fallback());
        assertThat(metrics.get("bytes").asLong()).isEqualTo(Files.size(run.model()));
        assertThat(Files.readAllLines(folder.resolve("training-curve.csv")))
                .hasSize(1 + 2)
                .first()
                .isEqualTo("epoch,training_error,validation_error,seconds,best");
        assertThat(ImageIO.read(folder.resolve("training-curve.png").toFile()).getWidth())
                .isPositive();
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("provenance.json").toFile())
                        .get("data.machines")
                        .asText())
                .isEqualTo("m-1");
        assertThat(folder.resolve("model-card.md"))
                .content()
                .contains("# wave, version 3", "machines: m-1", "| a | continuous |");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    static Series wave(String machineId, int rows) {
        var values = new double[rows][];
        var timestamps = new long[rows];
        for (int t = 0; t < rows; t++) {
            values[t] = new double[] {Math.sin(t / 4.0), Math.cos(t / 3.0)};
            timestamps[t] = 1_000L * t;
        }
        return new Series(machineId, SensorLayout.ofNames(List.of("a", "b")), timestamps, values, Optional.empty());
    }
}
