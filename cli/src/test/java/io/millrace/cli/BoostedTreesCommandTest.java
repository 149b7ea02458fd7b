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

    @Test
    void crossvalWritesOneTableIntoItsSectionOfThePage() throws Exception {
        Path data = milling();
        Path page = Files.writeString(
                folder.resolve("page.md"),
                "# Page\n<!-- begin milling.csv: failure -->\nformer\n<!-- end milling.csv: failure -->\nThe end.\n");

        int code = command.run("crossval --task failure --data " + data + " --folds 2 --trees 5 --docs " + page);

        assertThat(code).as(command.err()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(page))
                .startsWith("# Page\n<!-- begin milling.csv: failure -->\n\n## milling.csv: failure\n")
                .contains("with `--folds 2 --detector xgboost,lightgbm`, 5 trees", "| xgboost |")
                .endsWith("<!-- end milling.csv: failure -->\nThe end.\n")
                .doesNotContain("former");
        assertThat(command.run("crossval --task failure-type --data " + data + " --docs " + page))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("page.md: the page expects the lines <!-- begin milling.csv: failure-type");
        assertThat(command.run("crossval --task failure --docs " + page)).isEqualTo(ExitCode.USAGE);
    }

    /** Every fifth machine fails, of too much torque. */
    private Path milling() throws Exception {
        return TestingCommand.csv(
                folder.resolve("milling.csv"),
                "Type,Air temperature [K],Process temperature [K],Rotational speed [rpm],Torque [Nm],Tool wear [min],Machine failure,TWF,HDF,PWF,OSF,RNF",
                200,
                r -> "%s,%s,%s,%s,%s,%s,%d,0,0,%d,0,0"
                        .formatted(
                                r % 2 == 0 ? "L" : "M",
                                298 + Math.sin(r),
                                308 + Math.cos(r),
                                1_500 + r % 7,
                                (r % 5 == 0 ? 60 : 40) + Math.sin(3.0 * r),
                                r % 200,
                                r % 5 == 0 ? 1 : 0,
                                r % 5 == 0 ? 1 : 0));
    }
}
