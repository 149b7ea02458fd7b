package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.training.trees.CatboostLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Boosted trees from labelled rows to an answer for a single reading, as a user does it. */
class BoostedTreesCommandTest {

    private final TestingCommand command = new TestingCommand();

    @TempDir
    private Path folder;

    /** Hot for 10 rows of every 40, and then the label says so. */
    private Path labelled() throws Exception {
        return TestingCommand.csv(
                folder.resolve("oven.csv"),
                "timestamp,temperature,load,label",
                400,
                r -> "%d,%s,%s,%d"
                        .formatted(
                                1_700_000_000 + r,
                                (r % 40 >= 30 ? 95 : 60) + Math.sin(r),
                                50 + 10 * Math.cos(r / 3.0),
                                r % 40 >= 30 ? 1 : 0));
    }

    private Path trained(String family) throws Exception {
        Path model = folder.resolve(family + ".model");
        int code =
                command.run("train " + labelled() + " --detector " + family + " --steps 4 --set trees=20 -o " + model);
        assertThat(code).as(command.err()).isEqualTo(ExitCode.OK);
        return model;
    }

    @ParameterizedTest
    @ValueSource(strings = {"xgboost", "lightgbm", "catboost"})
    void aReadingIsAnsweredAsTheFileIs(String family) throws Exception {
        assumeThat(!family.equals("catboost") || CatboostLibrary.isPresent())
                .as("CatBoost's trainer is fetched apart, and is not here")
                .isTrue();
        Path model = trained(family);
        Path scores = folder.resolve("scores.csv");
        assertThat(command.run("score " + model + " " + folder.resolve("oven.csv") + " -o " + scores))
                .isEqualTo(ExitCode.OK);
        List<String> lines = Files.readAllLines(scores);
        double last = Double.parseDouble(lines.get(lines.size() - 1).split(",")[2]);

        // the file but its last row, and that row as JSON
        List<String> rows = Files.readAllLines(folder.resolve("oven.csv"));
        Path before = Files.write(folder.resolve("before.csv"), rows.subList(0, rows.size() - 1));
        String[] cells = rows.get(rows.size() - 1).split(",");
        String reading = "{\"temperature\":%s,\"load\":%s}".formatted(cells[1], cells[2]);
        int code = command.run("score " + model + " " + before + " --json --reading " + reading);

        assertThat(code).as(command.err()).isEqualTo(ExitCode.OK);
        assertThat(command.json().get("score").asDouble()).isEqualTo(last);
        assertThat(command.json().get("isAnomaly").asBoolean()).isTrue();
        assertThat(command.json().get("prediction").asText()).isEqualTo("anomaly");
        assertThat(command.json().get("probability").asDouble()).isGreaterThan(0.5);
        assertThat(command.json().get("topSensors").get(0).get("sensor").asText())
                .isEqualTo("temperature");
        assertThat(command.json().get("topSensors").get(0).get("expected").asDouble())
                .isCloseTo(60, within(2.0));
    }

    @Test
    void whatCannotBeAnsweredIsRefused() throws Exception {
        Path model = trained("lightgbm");
        assertThat(command.run("score " + model + " --reading {\"temperature\":60,\"load\":50}"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("needs 4 rows of a machine for an answer, found 1");
        assertThat(command.run("score " + model + " --reading [{\"temperature\":60}]"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("lacks the sensor 'load'");
        assertThat(command.run("score " + model + " --reading {")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("--reading expects JSON");
        assertThat(command.run("score " + model)).isEqualTo(ExitCode.USAGE);
        assertThat(command.err()).contains("score expects FILE.csv or --reading JSON");
    }

    @Test
    void treesNeedLabels() throws Exception {
        Path waves = TestingCommand.waves(folder.resolve("waves.csv"), 0);
        assertThat(command.run("train " + waves + " --detector xgboost --steps 4 -o " + folder.resolve("x.model")))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("xgboost learns from labelled rows: every series expects a label column");
    }

    @Test
    void crossvalRefusesWhatItDoesNotKnow() throws Exception {
        assertThat(command.run("crossval --task weather --data " + labelled())).isEqualTo(ExitCode.USAGE);
        assertThat(command.err()).contains("'weather' is no task");
        assertThat(command.run("crossval --task failure --data " + labelled())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("is no table that supervised tasks are known of");
        assertThat(command.run("crossval --task failure --data " + labelled() + " --detector oak"))
                .isIn(ExitCode.USAGE, ExitCode.BAD_INPUT);
    }
}
