package io.millrace.cli;

import static io.millrace.cli.TestingCommand.QUICK;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.scale.FeatureSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code train} takes, and what of it becomes part of the model. */
class TrainInputTest {

    private static final Path PARQUET = Path.of("../src-test-data/parquet/pump-01.parquet");

    private final TestingCommand command = new TestingCommand();

    @TempDir
    private Path directory;

    private Path data;
    private Path model;

    @BeforeEach
    void folders() throws Exception {
        data = Files.createDirectory(directory.resolve("data"));
        model = directory.resolve("m.model");
    }

    @Test
    void aFolderMayHoldFilesOfAllKinds() throws Exception {
        Files.copy(PARQUET, data.resolve("plant.parquet"));
        List<String> lines = Files.readAllLines(Path.of("../src-test-data/series/pump-01.csv"));
        Files.write(data.resolve("pump-02.csv"), lines.subList(0, 400));
        Files.writeString(data.resolve("readme.txt"), "no series");

        ModelArtefact trained = trained(data + "");

        assertThat(trained.provenance())
                .as("the machine's column in the one file, the name of the other")
                .containsEntry("data.machines", "pump-01, pump-02")
                .containsEntry("data.rowsRead", "699");
        assertThat(trained.preprocessing().layout().names())
                .contains("flow", "vibration_rms")
                .hasSize(6);
    }

    @Test
    void aMachineMayStandInAColumnOfAnyName() throws Exception {
        TestingCommand.csv(
                data.resolve("all.csv"),
                "device,t,a",
                300,
                r -> "d%d,%d,%s".formatted(r % 2, 1_700_000_000 + r, Math.sin(r / 5.0)));

        assertThat(trained(data + " --machine-field device --time-field t").provenance())
                .containsEntry("data.machines", "d0, d1");
        assertThat(trained(data + " --machine-field device --machines d1 --time-field t")
                        .provenance())
                .containsEntry("data.machines", "d1");
        assertThat(command.run("train " + data + " --machine-field device --machines e* -o " + model))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("none of the 2 machines fits --machines e*");
    }

    @Test
    void enginesAreMachines() throws Exception {
        Files.write(
                data.resolve("train_FD001.txt"),
                IntStream.range(0, 120)
                        .mapToObj(r -> (r / 60 + 1) + " " + (r % 60 + 1) + " "
                                + IntStream.range(0, 24)
                                        .mapToObj(c -> c == 2 ? "100.0" : Double.toString(Math.sin(c + r / 3.0)))
                                        .collect(Collectors.joining(" ")))
                        .toList());
        Files.writeString(data.resolve("RUL_FD001.txt"), "112\n98\n");

        ModelArtefact trained = trained(data + "");

        assertThat(trained.provenance()).containsEntry("data.machines", "FD001-1, FD001-2");
        assertThat(trained.preprocessing().layout().size()).isEqualTo(24);
        assertThat(command.out()).contains("Not looked at, because they stood still: setting_3.");
    }

    @Test
    void differentSensorsAreRefusedOrCutToWhatAllHave() throws Exception {
        TestingCommand.csv(
                data.resolve("p1.csv"),
                "timestamp,a,b",
                150,
                r -> r + "," + Math.sin(r / 4.0) + "," + Math.cos(r / 3.0));
        TestingCommand.csv(
                data.resolve("p2.csv"),
                "timestamp,b,c",
                150,
                r -> r + "," + Math.cos(r / 3.0) + "," + Math.sin(r / 9.0));

        assertThat(command.run("train " + data + " -o " + model + QUICK)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err())
                .contains(
                        "p1.csv (p1) has 2 with [a] alone",
                        "p2.csv (p2) has 2 with [c] alone",
                        "(union): --machines, --align");
        assertThat(model).doesNotExist();

        ModelArtefact trained = trained(data + " --align intersection");
        assertThat(trained.preprocessing().layout().names()).containsExactly("b");
        assertThat(trained.provenance())
                .containsEntry("data.alignment", "INTERSECTION")
                .containsEntry("data.sensorsLeftOut", "a, c");
        assertThat(command.err())
                .contains(
                        "1 sensor left out (a): of 2 machines only p1", "1 sensor left out (c): of 2 machines only p2");

        ModelArtefact wide = trained(data + " --align union --fill 0.5");
        assertThat(wide.preprocessing().layout().names()).containsExactly("a", "b", "c");
        assertThat(wide.provenance()).containsEntry("data.fill", "0.5").containsEntry("data.sensorsFilled", "a, c");
        assertThat(command.err())
                .contains("1 sensor filled with 0.5 (a) for p2", "1 sensor filled with 0.5 (c) for p1")
                .contains("window.gap.imputation: fixed, window.gap.fixed-value: 0.5");
        assertThat(command.run("train " + data + " --align union -o " + model)).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void arraysOfDifferentWidthsAreAlignedByColumn() throws Exception {
        TestingCommand.array(data.resolve("wide.npy"), 4);
        TestingCommand.array(data.resolve("narrow.npy"), 2);

        assertThat(command.run("train " + data + " -o " + model + QUICK)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("narrow.npy", "wide.npy", "has 4 with [2, 3] alone");
        assertThat(trained(data + " --align intersection")
                        .preprocessing()
                        .layout()
                        .names())
                .containsExactly("0", "1");
    }

    @Test
    void rowsWithHolesAreLeftOutCountedAndRecorded() throws Exception {
        TestingCommand.csv(
                data.resolve("p.csv"),
                "timestamp,kind,a,b",
                200,
                r -> "%d,steel,%s,%s"
                        .formatted(r, r % 10 == 3 ? "inf" : Math.sin(r / 4.0), r % 10 == 7 ? "" : "" + r % 5));

        ModelArtefact trained = trained(data + "");

        assertThat(trained.provenance()).containsEntry("data.rowsDropped", "40").containsEntry("data.rows", "160");
        assertThat(command.err())
                .contains("p.csv: 40 rows of 200 left out for a missing or infinite value")
                .contains("p.csv: columns without numbers left out: kind");
    }

    @Test
    void whatHardlyVariesCanBeLeftOut() throws Exception {
        TestingCommand.csv(
                data.resolve("p.csv"),
                "timestamp,a,still,nearly",
                200,
                r -> "%d,%s,5,%s".formatted(r, Math.sin(r / 4.0), 1000 + Math.sin(r / 7.0)));

        assertThat(constant(trained(data + ""))).containsExactly("still");
        ModelArtefact strict = trained(data + " --min-variation 0.01");
        assertThat(constant(strict)).containsExactly("still", "nearly");
        assertThat(strict.preprocessing().features()).isEqualTo(1);
        assertThat(strict.provenance().get("options.input")).contains("minVariation=0.01");
    }

    @Test
    void theNetworkMaySeeDifferencesAndDeviations() throws Exception {
        TestingCommand.waves(data.resolve("p.csv"), 0);

        ModelArtefact trained = trained(data + " --difference --rolling-deviation 4");

        assertThat(trained.preprocessing().spec()).isEqualTo(new FeatureSpec(true, true, 4));
        assertThat(trained.preprocessing().features()).isEqualTo(6);
        assertThat(command.run("score " + model + " " + data.resolve("p.csv") + " --json"))
                .isEqualTo(ExitCode.OK);
        assertThat(command.json().get("windows").asInt()).isEqualTo(150 - 7 - 3);
        assertThat(command.run("train " + data + " --rolling-deviation 1 -o " + model))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void labelledRowsAreNotSilentlyTrainedOn() throws Exception {
        TestingCommand.csv(
                data.resolve("p.csv"),
                "timestamp,a,anomaly",
                150,
                r -> "%d,%s,%d".formatted(r, Math.sin(r / 4.0), r >= 140 ? 1 : 0));

        trained(data + "");
        assertThat(command.err()).contains("10 of the 150 rows of p are labelled anomalous");
        trained(data + " --train-rows 140");
        assertThat(command.err()).isEmpty();
    }

    private static List<String> constant(ModelArtefact model) {
        return IntStream.range(0, model.preprocessing().layout().size())
                .filter(j -> model.preprocessing().scaler().constant(j))
                .mapToObj(j -> model.preprocessing().layout().sensor(j).name())
                .toList();
    }

    private ModelArtefact trained(String input) throws Exception {
        int exit = command.run("train " + input + " -o " + model + QUICK);
        assertThat(exit).as(command.err()).isEqualTo(ExitCode.OK);
        return ArtefactFile.read(model);
    }
}
