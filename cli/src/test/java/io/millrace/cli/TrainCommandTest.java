package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.ScalerKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void theOptionsReachTheModelOfTheRunFolder() throws Exception {
        Path data = csv("pump-1", 0);
        Path run = directory.resolve("run-1");

        int exit = train(
                data,
                "--run " + run + " --steps 8 --hidden 4 --epochs 2 --batch 16 --learning-rate 0.01 --activation relu"
                        + " --scaler robust --role a=ignore --clip-norm 1 --trainer fast --json");

        assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
        ModelArtefact model = ArtefactFile.read(run.resolve("global.model"));
        assertThat(model.modelId()).isEqualTo("run-1");
        assertThat(model.detector().steps()).isEqualTo(8);
        assertThat(model.preprocessing().layout().sensor(0).role()).isEqualTo(SensorRole.IGNORE);
        assertThat(model.provenance().get("options.fit"))
                .contains("epochs=2", "batchSize=16", "learningRate=0.01", "clipNorm=1.0");
        assertThat(model.provenance().get("options.network")).contains("hidden=4", "RELU");
        assertThat(model.provenance().get("options.input")).contains(ScalerKind.ROBUST.name());
        assertThat(run.resolve("model-card.md")).content().contains("pump-1");
        JsonNode printed = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(printed.get("model").asText())
                .isEqualTo(run.resolve("global.model").toString());
        assertThat(train(data, "--run " + run)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("holds a finished run");
    }

    @Test
    void aFolderOfArraysIsAFolderOfMachines() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        array(data.resolve("m-1.npy"), 0);
        array(data.resolve("m-2.npy"), 1);
        Path model = directory.resolve("both.model");

        int exit = train(
                data,
                "-o " + model + " --steps 8 --hidden 4 --epochs 1 --fine-tune --run " + directory.resolve("both"));

        assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
        assertThat(ArtefactFile.read(model).provenance()).containsEntry("data.machines", "m-1, m-2");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Fine-tuned 2 machines, of which 2 gained by it")
                .contains("bytes on average");
        Path own = directory.resolve("both/machines/m-2.model");
        assertThat(Millrace.run(terminal(), "inspect", own.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("both-m-2, version 1", "output layer of its own", "model both version 1");
        assertThat(Millrace.run(terminal(), "score", own.toString(), data.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void anInterruptedTrainingIsNotOverwrittenButResumed() throws Exception {
        Path data = csv("pump-1", 0);
        Path run = Files.createDirectory(directory.resolve("run-1"));
        Files.writeString(run.resolve("checkpoint"), "something else");
        String options = "--steps 8 --hidden 4 --epochs 1 --run " + run;

        assertThat(train(data, options)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(train(data, options + " --resume")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("holds an interrupted training: go on with --resume")
                .contains("checkpoint is no checkpoint: remove it");
        Files.delete(run.resolve("checkpoint"));
        assertThat(train(data, options + " --resume")).isEqualTo(ExitCode.OK);
        assertThat(run.resolve("global.model")).exists();
        assertThat(run.resolve("checkpoint")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--steps 1",
                "--batch 0",
                "--learning-rate 0",
                "--clip-norm -1",
                "--role a=loud",
                "--fine-tune",
                ""
            })
    void refusesAValueOutOfItsRange(String options) throws Exception {
        Path data = csv("pump-1", 0);
        String output = options.isEmpty() ? "" : " -o " + directory.resolve("m.model");

        assertThat(train(data, options + output)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("expect");
        assertThat(directory.resolve("m.model")).doesNotExist();
    }

    private Path csv(String machine, int phase) throws Exception {
        var lines = new ArrayList<>(List.of("timestamp,machine,a,b"));
        for (int t = 0; t < 150; t++) {
            lines.add(
                    "%d,%s,%s,%s".formatted(1_700_000_000 + t, machine, Math.sin(phase + t / 4.0), Math.cos(t / 3.0)));
        }
        return Files.write(directory.resolve(machine + ".csv"), lines);
    }

    private static void array(Path file, int phase) throws Exception {
        byte[] header =
                "{'descr': '<f8', 'fortran_order': False, 'shape': (150, 2), }\n".getBytes(StandardCharsets.ISO_8859_1);
        var buffer = ByteBuffer.allocate(10 + header.length + 8 * 300).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length);
        buffer.put(header);
        for (int t = 0; t < 150; t++) {
            buffer.putDouble(Math.sin(phase + t / 4.0)).putDouble(Math.cos(t / 3.0));
        }
        Files.write(file, buffer.array());
    }

    private int train(Path data, String options) {
        var arguments = new ArrayList<>(List.of("train", data.toString()));
        if (!options.isBlank()) {
            arguments.addAll(List.of(options.strip().split(" ")));
        }
        return Millrace.run(terminal(), arguments.toArray(String[]::new));
    }

    private Terminal terminal() {
        return Terminal.plain(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
