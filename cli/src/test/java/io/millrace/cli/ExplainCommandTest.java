package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Explains windows of files: two waves, the second of which is stuck at a strange value in the last rows. */
class ExplainCommandTest {

    private static final String QUICK_LOOK = " --segments 2 --permutations 6 --samples 60";

    @TempDir
    private static Path directory;

    private static Path healthy;
    private static Path faulty;
    private static Path model;

    private final TestingCommand command = new TestingCommand();

    @BeforeAll
    static void train() throws Exception {
        healthy = TestingCommand.waves(directory.resolve("healthy.csv"), 0);
        faulty = TestingCommand.csv(
                directory.resolve("faulty.csv"),
                "timestamp,a,b",
                100,
                r -> "%d,%s,%s".formatted(1_700_000_000 + r, Math.sin(r / 4.0), r < 96 ? Math.cos(r / 3.0) : 7));
        model = directory.resolve("waves.model");
        var training = new TestingCommand();
        assertThat(training.run("train " + healthy + " -o " + model + TestingCommand.QUICK))
                .as(training.err())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void explainsTheWindowWithTheHighestScore() throws Exception {
        assertThat(command.run("explain " + faulty + " --model " + model + " --json" + QUICK_LOOK))
                .as(command.err())
                .isEqualTo(ExitCode.OK);

        JsonNode json = command.json();
        assertThat(json.get("machineId").asText()).isEqualTo("faulty");
        assertThat(json.get("row").asInt()).isBetween(96, 99);
        assertThat(json.get("errorRatio").asDouble()).isGreaterThan(1);
        JsonNode shapley = json.get("shapley");
        assertThat(shapley.at("/sensors/0/sensor").asText()).isEqualTo("b");
        assertThat(shapley.at("/sensors/0/standardError").asDouble()).isNotNegative();
        assertThat(shapley.get("sum").asDouble())
                .isCloseTo(
                        json.get("score").asDouble()
                                - shapley.get("backgroundScore").asDouble(),
                        within(1e-9));
        assertThat(json.at("/surrogate/sensors/0/sensor").asText()).isEqualTo("b");
        assertThat(json.at("/surrogate/fidelity").asDouble()).isBetween(0.0, 1.0);
        assertThat(json.at("/counterfactuals/0/sensor").asText()).isEqualTo("b");
        assertThat(json.at("/counterfactuals/0/normal").asBoolean()).isTrue();
        assertThat(json.get("background").asText()).startsWith("no healthy rows were given");
        assertThat(json.at("/traces/0/observed")).hasSize(8);
        assertThat(json.get("topSteps")).hasSize(5);
    }

    @Test
    void explainsInWordsAgainstHealthyRowsAndDrawsAPicture() throws Exception {
        Path picture = directory.resolve("pictures").resolve("b.png");

        assertThat(command.run("explain " + faulty + " -m " + model + " --at 98 --background " + healthy
                        + " --background-rows 120 --background-windows 3 -o " + picture + QUICK_LOOK))
                .as(command.err())
                .isEqualTo(ExitCode.OK);

        assertThat(command.out())
                .contains(
                        "faulty, window up to 2023-11-14T22:14:58Z (row 98)",
                        "the window asked for; model waves version 1, lstm-autoencoder",
                        "What each sensor adds to the score (Shapley values, ± standard error over 6 pairs of permutations)",
                        "all = score ",
                        "Linear surrogate near the window (fidelity R² ",
                        "The window would have been normal had b alone gone ",
                        "Background: 3 of the 113 windows of " + healthy + " (120 rows), evenly spaced.",
                        "The picture is in " + picture);
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isGreaterThan(500);
    }

    @Test
    void theSameTimeIsTheSameWindow() throws Exception {
        command.run("explain " + faulty + " -m " + model + " --at 98 --json" + QUICK_LOOK);
        JsonNode byRow = command.json();
        command.run("explain " + faulty + " -m " + model + " --at 2023-11-14T22:14:58.500Z --json" + QUICK_LOOK);

        assertThat(command.json().get("shapley")).isEqualTo(byRow.get("shapley"));
    }

    @Test
    void refusesWhatCannotBeExplainedInOneSentence() throws Exception {
        Path brief = TestingCommand.csv(directory.resolve("brief.csv"), "a,b", 5, r -> r + ",1");
        Path other = TestingCommand.csv(directory.resolve("other.csv"), "a,c", 50, r -> r + ",1");
        String withModel = " --model " + model;

        refused(brief + withModel, "a window of model waves takes 8 rows, " + brief + " has 5: give it more rows");
        refused(other + withModel, "model waves expects the sensors [a, b], " + other + " lacks [b]");
        refused(
                faulty + withModel + " --at 3",
                "--at 3 is row 3, where no window ends yet: the first one ends in row 7");
        refused(faulty + withModel + " --at 100", "--at 100 is past the last row, which is 99");
        refused(
                faulty + withModel + " --at noon",
                "--at expects a row, from 0, or a time such as 2026-03-01T06:00:00Z");
        refused(faulty + withModel + " --at 2020-01-01T00:00:00Z", "outside the rows of faulty");
        refused(faulty + withModel + " --machine pump-1", "holds no machine pump-1, found [faulty]");
        refused(
                faulty + withModel + " --background " + brief,
                "a background takes healthy windows of 8 rows, found none in");
        refused(faulty + withModel + " --background-rows 5", "--background-rows expects a --background FILE");
        refused(faulty + withModel + " --permutations 1", "(--segments, --permutations, --samples)");
        refused(faulty + withModel + " --window onset", "leave out --brokers, --job-config and --window");
        refused(faulty.toString(), "a file of readings is explained with a model, found none: add --model MODEL");
        refused("pump-7", "'pump-7' is neither a file nor the id of an alert, which has 32 hexadecimal digits");
        refused("gone.csv" + withModel, "there is no file gone.csv");
        refused("0123456789abcdef0123456789abcdef", "found no brokers: add --brokers HOST:PORT or --job-config");
    }

    private void refused(String arguments, String sentence) {
        assertThat(command.run("explain " + arguments)).as(arguments).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains(sentence).hasLineCount(1);
        assertThat(command.out()).isEmpty();
    }

    @Test
    void leavesTheOldPictureWhenTheNewOneCannotBeWritten() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("a-folder"));

        assertThat(command.run("explain " + faulty + " -m " + model + " -o " + folder + QUICK_LOOK))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(command.err()).contains(folder.toString());
    }
}
