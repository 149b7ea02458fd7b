package io.millrace.cli.release;

import io.millrace.cli.BadInputException;
import io.millrace.cli.InputFiles;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.schemas.ModelRelease;
import io.millrace.training.run.TrainingRunFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files of models and machines' deltas as releases that nobody has signed yet. Each is looked into before anybody hears of it. */
final class Artefacts {

    private static final List<String> EVERY_MACHINE = List.of("*");

    private Artefacts() {}

    /**
     * @param path an artefact, a run folder (its general model first, then the machines' own), or a folder of deltas
     * @throws BadInputException if there is nothing that may serve
     */
    static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(InputFiles.readable(path));
        }
        var run = new TrainingRunFolder(path);
        if (Files.exists(run.model())) {
            if (!run.isFinished()) {
                throw new BadInputException(path + " holds a run that was not finished: go on with train --resume");
            }
            var files = new ArrayList<>(List.of(run.model()));
            Path machines = path.resolve(TrainingRunFolder.MACHINES);
            files.addAll(Files.isDirectory(machines) ? deltas(machines) : List.of());
            return files;
        }
        List<Path> deltas = deltas(path);
        if (deltas.isEmpty()) {
            throw new BadInputException(
                    path + " holds neither " + TrainingRunFolder.MODEL
                            + " nor files that are named after machines: give a model artefact, or a run folder of train --run");
        }
        return deltas;
    }

    private static List<Path> deltas(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            ModelDelta.machineOf(file.getFileName().toString()).isPresent())
                    .sorted()
                    .toList();
        }
    }

    /**
     * The release of a file, inline, its time still to be set.
     *
     * @param patterns of a general model, empty for every machine; a delta is for its machine
     */
    static ModelRelease release(Path file, List<String> patterns) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ModelRelease.Builder release = ModelRelease.newBuilder()
                .setArtefact(ByteBuffer.wrap(bytes))
                .setSha256(ArtefactCodec.sha256Hex(bytes))
                .setReleasedAtMillis(0);
        if (ArtefactCodec.isDelta(ByteBuffer.wrap(bytes))) {
            ModelDelta delta = InputFiles.delta(file);
            if (!patterns.isEmpty()) {
                throw new BadInputException(file + " is the own model of machine " + delta.machineId()
                        + " and serves that machine alone: leave out --pattern");
            }
            return release.setModelId(delta.modelId())
                    .setVersion(delta.version())
                    .setMachinePatterns(
                            List.of(MachinePattern.of(delta.machineId()).glob()))
                    .build();
        }
        ModelArtefact model = InputFiles.artefact(file);
        return release.setModelId(model.modelId())
                .setVersion(model.version())
                .setMachinePatterns(patterns.isEmpty() ? EVERY_MACHINE : patterns)
                .build();
    }
}
