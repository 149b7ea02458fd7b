package io.millrace.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.file.WholeFile;
import io.millrace.training.pipeline.FineTuning;
import io.millrace.training.pipeline.TunedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One file for each machine that gained by fine-tuning, and one beside it for each machine that is done, from which an interrupted
 * fine-tuning goes on. The latter is written after the former.
 */
final class TunedMachineFiles implements FineTuning.Shelf {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final boolean resume;

    TunedMachineFiles(Path folder, boolean resume) {
        this.folder = folder;
        this.resume = resume;
    }

    static Path progress(Path folder, String machineId) {
        return folder.resolve(ModelDelta.fileName(machineId) + ".done");
    }

    @Override
    public Optional<TunedMachine> before(String identity, String machineId) throws IOException {
        Path file = progress(folder, machineId);
        if (!resume || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var entry = (ObjectNode) JSON.readTree(file.toFile());
            if (!entry.required("identity").asText().equals(identity)) {
                return Optional.empty();
            }
            var machine = new TunedMachine(
                    machineId,
                    number(entry, "globalError"),
                    number(entry, "ownError"),
                    entry.required("epochs").asInt(),
                    number(entry, "globalThreshold"),
                    number(entry, "ownThreshold"),
                    entry.required("bytes").asInt());
            boolean whole = !machine.kept() || Files.exists(folder.resolve(ModelDelta.fileName(machineId)));
            return whole ? Optional.of(machine) : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException | ClassCastException damaged) {
            return Optional.empty(); // fitted anew
        }
    }

    @Override
    public void put(String identity, TunedMachine machine, Optional<byte[]> delta) throws IOException {
        Path model = folder.resolve(ModelDelta.fileName(machine.machineId()));
        if (delta.isPresent()) {
            WholeFile.write(model, delta.get());
        } else {
            Files.deleteIfExists(model); // of an interrupted run with other options
        }
        ObjectNode entry = JSON.createObjectNode()
                .put("identity", identity)
                .put("globalError", Double.toString(machine.globalError()))
                .put("ownError", Double.toString(machine.ownError()))
                .put("epochs", machine.epochs())
                .put("globalThreshold", Double.toString(machine.globalThreshold()))
                .put("ownThreshold", Double.toString(machine.ownThreshold()))
                .put("bytes", machine.bytes());
        WholeFile.write(progress(folder, machine.machineId()), JSON.writeValueAsBytes(entry));
    }

    private static double number(ObjectNode entry, String name) {
        return Double.parseDouble(entry.required(name).asText()); // as text, since JSON knows no NaN
    }
}
