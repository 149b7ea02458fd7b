package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.schemas.WindowScore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The set of models that {@code train --fine-tune} leaves, served by the job on a real broker as it was trained. */
@Timeout(600)
class OwnModelsITCase {

    private static final List<String> TRAINED = List.of("slow", "quick/1", "odd*");
    private static final String STRANGER = "stranger";
    private static final int ROWS = 300;
    private static final long START = 1_700_000_000_000L;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"output", "all"})
    void everyMachineIsScoredByItsOwnModelAsInBatch(String layers) throws Exception {
        Map<String, double[][]> series = new HashMap<>();
        for (String machineId : TRAINED) {
            series.put(machineId, wave(machineId.hashCode(), 2 + TRAINED.indexOf(machineId)));
        }
        series.put(STRANGER, wave(99, 3.5));
        Path run = train(series, layers);
        Map<String, ModelArtefact> models = models(run);
        assertThat(models.get("quick/1").modelId()).isEqualTo("set-quick/1");
        assertThat(models.get(STRANGER).modelId()).isEqualTo("set");

        Map<String, List<WindowScore>> scores = serve(run, series);

        models.forEach((machineId, model) -> {
            double[] expected = new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing())
                    .score(series.get(machineId))
                    .smoothed();
            assertThat(scores.get(machineId).stream().map(WindowScore::getScore))
                    .as(machineId)
                    .containsExactly(Arrays.stream(expected).boxed().toArray(Double[]::new));
            assertThat(scores.get(machineId)).allSatisfy(score -> {
                assertThat(score.getModelId()).isEqualTo(model.modelId());
                assertThat(score.getThreshold()).isEqualTo(model.thresholds().forMachine(machineId));
            });
        });
    }

    private static double[][] wave(long seed, double period) {
        var random = new Random(seed);
        var rows = new double[ROWS][];
        for (int t = 0; t < ROWS; t++) {
            rows[t] = new double[] {
                Math.sin(t / period) + 0.05 * random.nextGaussian(), Math.cos(t / 3.0) + 0.05 * random.nextGaussian()
            };
        }
        return rows;
    }

    private Path train(Map<String, double[][]> series, String layers) throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        for (String machineId : TRAINED) {
            var lines = new ArrayList<>(List.of("timestamp,machine,a,b"));
            for (int t = 0; t < ROWS; t++) {
                double[] row = series.get(machineId)[t];
                lines.add((START / 1000 + t) + "," + machineId + "," + row[0] + "," + row[1]);
            }
            Files.write(data.resolve(TRAINED.indexOf(machineId) + ".csv"), lines);
        }
        Path run = directory.resolve("set");
        var err = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        String options = "--run " + run + " --steps 8 --hidden 6 --epochs 3 --learning-rate 0.01 --fine-tune"
                + " --fine-tune-layers " + layers;
        var arguments = new ArrayList<>(List.of("train", data.toString()));
        arguments.addAll(List.of(options.split(" ")));
        assertThat(Millrace.run(terminal, arguments.toArray(String[]::new)))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);
        return run;
    }

    /** What serves each machine: its own model where there is one. */
    private static Map<String, ModelArtefact> models(Path run) throws Exception {
        ModelArtefact global = ArtefactFile.read(run.resolve("global.model"));
        Map<String, ModelArtefact> models = new HashMap<>(Map.of(STRANGER, global));
        for (String machineId : TRAINED) {
            Path own = run.resolve("machines").resolve(ModelDelta.fileName(machineId));
            models.put(
                    machineId, Files.exists(own) ? ArtefactFile.readDelta(own).applyTo(global) : global);
        }
        return models;
    }

    private static Map<String, List<WindowScore>> serve(Path run, Map<String, double[][]> series) throws Exception {
        return ServedReadings.scores(
                Map.of(
                        "models.files", run.resolve("global.model").toString(),
                        "models.machines", run.resolve("machines").toString()),
                List.of("a", "b"),
                START,
                series);
    }
}
