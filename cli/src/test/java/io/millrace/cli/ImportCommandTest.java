package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.artefact.ArtefactFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network of Keras' as a user brings it: imported, inspected, scoring. That it computes as Keras does is tested where it is read. */
class ImportCommandTest {

    private static final Path FILES =
            Path.of("..", "model-training", "src", "test", "resources", "io", "millrace", "training", "keras");

    private static final Path TREES = Path.of(
            "..", "model-training", "src", "test", "resources", "io", "millrace", "training", "trees", "catboost");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void aModelIsImportedCalibratedInspectedAndScores() throws Exception {
        Path data = healthy();
        Path model = directory.resolve("keras.model");

        assertThat(importing("standard.json", "--data", data.toString()))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);

        assertThat(text()).contains("Imported keras version 1: windows of 12 rows of 3 sensors, threshold");
        assertThat(ArtefactFile.read(model).thresholds().fallback())
                .isPositive()
                .isNotEqualTo(1.0);
        assertThat(run("inspect", model.toString())).isEqualTo(ExitCode.OK);
        assertThat(text()).contains("autoencoder.h5", "temperature");
        assertThat(run("score", model.toString(), data.toString())).isEqualTo(ExitCode.OK);
    }

    @Test
    void aThresholdThatSomebodyKnowsIsTaken() throws Exception {
        assertThat(importing("minmax.json", "--threshold", "0.25", "--json", "--model-version", "4"))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);

        JsonNode result = new ObjectMapper().readTree(text());
        assertThat(result.get("threshold").asDouble()).isEqualTo(0.25);
        assertThat(result.get("version").asLong()).isEqualTo(4);
        assertThat(result.get("sensors")).hasSize(3);
        assertThat(ArtefactFile.read(directory.resolve("keras.model"))
                        .thresholds()
                        .policy())
                .isEqualTo("given");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "autoencoder.h5 | 2 | | import expects --threshold X or --data FILE to calibrate one on, found neither",
                "autoencoder.h5 | 2 | --threshold 1 --data x.csv | found both",
                "autoencoder.h5 | 2 | --threshold 0 | --threshold expects a finite number above 0, found 0.0",
                "autoencoder.h5 | 2 | --threshold NaN | --threshold expects a finite number above 0, found NaN",
                "gru.h5 | 3 | --threshold 1 | expected a layer of kind LSTM at place 1",
                "README.md | 3 | --threshold 1 | is no model that can be imported",
                "missing.h5 | 3 | --threshold 1 | there is no file",
                "autoencoder.h5 | 3 | --data missing.csv | there is no file missing.csv"
            })
    void refusesWhatCannotBeImported(String network, int exitCode, String options, String message) {
        var arguments = new ArrayList<>(List.of(
                "import",
                FILES.resolve(network).toString(),
                "--scaler",
                FILES.resolve("standard.json").toString(),
                "-o",
                directory.resolve("keras.model").toString()));
        if (options != null) {
            arguments.addAll(List.of(options.split(" ")));
        }

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(exitCode);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
        assertThat(directory.resolve("keras.model")).doesNotExist();
    }

    /** Trees that CatBoost trained: the score of a file is what the library says of its rows. */
    @Test
    void treesOfCatboostAreImportedInspectedAndScore() throws Exception {
        Path data = Files.write(
                directory.resolve("rows.csv"),
                List.of("timestamp,a,b,c,d,e", "1700000000,0.1,0.2,0.3,0.4,0.5", "1700000001,2,-1,1,0.5,0"));
        Path model = directory.resolve("trees.model");
        String[] arguments = {
            "import",
            TREES.resolve("several.json").toString(),
            "--detector",
            "catboost",
            "--sensors",
            "a,b,c,d,e",
            "--classes",
            "quiet,usual,loud",
            "--data",
            data.toString(),
            "-o",
            model.toString()
        };

        assertThat(run(arguments)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
        assertThat(text()).contains("windows of 1 row of 5 sensors, threshold 0.5000 as given");
        assertThat(run("inspect", model.toString())).isEqualTo(ExitCode.OK);
        assertThat(text()).contains("catboost", "several.json");
        assertThat(run(
                        "score",
                        model.toString(),
                        "--json",
                        "--reading",
                        "{\"a\":2,\"b\":-1,\"c\":1,\"d\":0.5,\"e\":0}"))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);
        JsonNode said = new ObjectMapper().readTree(text());
        assertThat(said.get("prediction").asText()).isEqualTo("loud");
        assertThat(said.get("isAnomaly").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "several.json | 3 | --sensors a,b,c,d,e | its trees tell 3 classes apart, found the names []",
                "binary.json | 3 | --sensors a,b,c | its trees expect 5 features, 3 sensors in windows of 1 make 3",
                "binary.json | 3 | --sensors a,b,c,d,e --steps 4 | its trees expect 5 features, 5 sensors in windows of 4 make",
                "binary.json | 2 | --threshold 0.5 | trees expect --sensors",
                "README.md | 3 | --sensors a,b,c,d,e | no CatBoost model: expected JSON",
                "binary.json | 2 | --sensors a --scaler x.json | --scaler is of an LSTM autoencoder"
            })
    void refusesTreesThatDoNotFit(String trees, int exitCode, String options, String message) throws Exception {
        Path data = Files.write(
                directory.resolve("rows.csv"), List.of("timestamp,a,b,c,d,e", "1700000000,0.1,0.2,0.3,0.4,0.5"));
        var arguments = new ArrayList<>(List.of(
                "import",
                TREES.resolve(trees).toString(),
                "--detector",
                "catboost",
                "--data",
                data.toString(),
                "-o",
                directory.resolve("trees.model").toString()));
        arguments.addAll(List.of(options.split(" ")));

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(exitCode);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
    }

    private int importing(String scaler, String... more) {
        var arguments = new ArrayList<>(List.of(
                "import",
                FILES.resolve("autoencoder.h5").toString(),
                "--scaler",
                FILES.resolve(scaler).toString(),
                "--sensors",
                "temperature,pressure,vibration",
                "-o",
                directory.resolve("keras.model").toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private Path healthy() throws Exception {
        var lines = new ArrayList<>(List.of("timestamp,machine,vibration,temperature,pressure"));
        for (int t = 0; t < 60; t++) {
            lines.add("%d,m-1,%s,%s,%s"
                    .formatted(1_700_000_000 + t, 2 + 0.2 * Math.sin(t), 60 + 4 * Math.cos(t / 3.0), 4 + t % 5 * 0.1));
        }
        return Files.write(directory.resolve("healthy.csv"), lines);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private int run(String... arguments) {
        out.reset();
        return Millrace.run(
                Terminal.plain(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments);
    }
}
