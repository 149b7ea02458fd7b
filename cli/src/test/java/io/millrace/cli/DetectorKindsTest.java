package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.training.recipe.KnownKind;
import io.millrace.training.recipe.KnownKinds;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kinds of detector as a user meets them: listed, trained, inspected, scored. */
class DetectorKindsTest {

    private static final int ROWS = 400;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    static Stream<String> unlabelledKinds() {
        return KnownKinds.all().stream()
                .filter(kind -> !kind.needsLabels() && !kind.name().equals("lstm-autoencoder"))
                .map(KnownKind::name);
    }

    @ParameterizedTest
    @MethodSource("unlabelledKinds")
    void everyKindIsTrainedInspectedAndScoresAlike(String kind) throws Exception {
        Path data = csv();
        Path model = directory.resolve("m.model");

        assertThat(run("train", data.toString(), "--detector", kind, "-o", model.toString()))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);
        ModelArtefact artefact = ArtefactFile.read(model);
        assertThat(artefact.provenance()).containsKeys("options.detector", "data.sha256", "seed");
        assertThat(artefact.thresholds().fallback()).isPositive();
        assertThat(run("inspect", model.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("detector", artefact.detector().name());
        assertThat(run("score", model.toString(), data.toString())).isEqualTo(ExitCode.OK);
    }

    @Test
    void aRunFolderHoldsAModelWithoutACurve() throws Exception {
        Path run = directory.resolve("run");

        assertThat(run("train", csv().toString(), "--detector", "window-pca", "--run", run.toString()))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);
        assertThat(run.resolve("training-curve.csv")).doesNotExist();
        assertThat(run.resolve("model-card.md")).content().contains("`window-pca`", "principal components");
    }

    @Test
    void sharedOptionsHaveTheirOwnNameAndAllOthersAreSet() throws Exception {
        Path model = directory.resolve("m.model");

        assertThat(run(
                        "train",
                        csv().toString(),
                        "-o",
                        model.toString(),
                        "--detector",
                        "kmeans-windows",
                        "--steps",
                        "12",
                        "--set",
                        "clusters=3"))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);
        assertThat(ArtefactFile.read(model).provenance().get("options.detector"))
                .contains("steps=12", "clusters=3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--detector forest of trees | is no kind of detector: choose one of lstm-autoencoder",
                "--detector window-pca --hidden 3 | has no option hidden: it has steps, variance, windows",
                "--detector window-pca --set variance=2 | expects variance to be a number from 0.01 to 1.0, found 2",
                "--detector window-pca --set variance=NaN | expects variance to be a number from 0.01 to 1.0, found NaN",
                "--detector window-pca --steps 0 | expects steps to be a whole number of 1 or more, found 0",
                "--detector window-pca --resume --run r | --resume expects an LSTM autoencoder",
                "--detector window-pca --fine-tune --run r | --fine-tune expects an LSTM autoencoder",
                "--set steps=3 | expects its options by their own names"
            })
    void refusesWhatAKindDoesNotHave(String options, String message) throws Exception {
        var arguments = new ArrayList<>(List.of("train", csv().toString(), "-o", directory + "/m.model"));
        arguments.addAll(List.of(
                options.replace("forest of trees", "forest-of-trees").strip().split(" ")));

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message.strip());
        assertThat(directory.resolve("m.model")).doesNotExist();
    }

    @Test
    void kindsAreListedWithTaskLabelsAndOptions() throws Exception {
        assertThat(run("detectors", "--json")).isEqualTo(ExitCode.OK);

        JsonNode kinds = new ObjectMapper()
                .readTree(out.toString(StandardCharsets.UTF_8))
                .get("detectors");
        assertThat(kinds).hasSize(KnownKinds.all().size());
        assertThat(kinds)
                .allSatisfy(kind -> assertThat(kind.get("options")).isNotEmpty())
                .allSatisfy(kind -> assertThat(kind.get("microsPerWindow").asDouble())
                        .as(kind.get("kind").asText() + ", of the page's section cost")
                        .isPositive())
                .anySatisfy(kind -> assertThat(kind.get("kind").asText()).isEqualTo("window-neighbour"));
        assertThat(run("detectors", "window-pca")).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("variance", "0.9");
        assertThat(run("detectors", "nonsense")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'nonsense' is no kind of detector");
    }

    @Test
    void costsAreToldAsThePageHasThem() throws Exception {
        PublishedCosts costs = PublishedCosts.of("""
                # Mine
                <!-- begin cost -->

                Measured on a day.

                | kind | steps | µs a window | model bytes |
                | --- | ---: | ---: | ---: |
                | window-pca | 60 | 6.53 | 30,092 |
                <!-- end cost -->
                """);
        assertThat(costs).isEqualTo(new PublishedCosts("Measured on a day.", Map.of("window-pca", 6.53)));

        assertThat(run("detectors", "window-pca")).isEqualTo(ExitCode.OK);
        PublishedCosts published = PublishedCosts.read();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        published.measured(),
                        published.microsPerWindow().get("window-pca").toString());
    }

    @Test
    void whatAKindCostsIsMeasuredAndWrittenIntoThePage() throws Exception {
        Path page = Files.writeString(
                directory.resolve("page.md"), "# Mine\n\n<!-- begin cost -->\nold\n<!-- end cost -->\n\nMine too.\n");

        assertThat(run("detectors", "window-pca", "--measure", "--docs", page.toString()))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);
        assertThat(page)
                .content()
                .startsWith("# Mine\n\n<!-- begin cost -->\n")
                .contains("| window-pca | novelty | no | 60 |")
                .doesNotContain("old")
                .endsWith("<!-- end cost -->\n\nMine too.\n");
        assertThat(run("detectors", "window-pca", "--measure", "--docs", csv().toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the page expects the lines <!-- begin cost -->");
        assertThat(run("detectors", "--docs", page.toString())).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void anEnsembleHasMembersThatAreNamedOneByOne() throws Exception {
        Path model = directory.resolve("e.model");

        assertThat(run(
                        "train",
                        csv().toString(),
                        "-o",
                        model.toString(),
                        "--detector",
                        "ensemble",
                        "--member",
                        "isolation-forest=0.3",
                        "--member",
                        "window-pca=0.7",
                        "--set",
                        "isolation-forest.trees=10"))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);
        assertThat(run("inspect", model.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("isolation-forest 0.3000, window-pca 0.7000; put together by level mean");
    }

    private Path csv() throws Exception {
        var lines = new ArrayList<>(List.of("timestamp,machine,a,b"));
        for (int t = 0; t < ROWS; t++) {
            lines.add("%d,m-1,%s,%s".formatted(1_700_000_000 + t, Math.sin(t / 4.0), Math.cos(t / 3.0)));
        }
        return Files.write(directory.resolve("m-1.csv"), lines);
    }

    private int run(String... arguments) {
        return Millrace.run(terminal(), arguments);
    }

    private Terminal terminal() {
        return Terminal.plain(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
