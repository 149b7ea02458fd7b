package io.millrace.job.operator;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelDelta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;

/**
 * A folder of machines' deltas, each file named after its machine, in any file system that Flink knows.
 *
 * @param path of the folder
 */
public record OwnModelFolder(String path) {

    /** A delta's file. */
    record Entry(String machineId, Path file) {

        ModelDelta read() throws IOException, RefusedModelException {
            try (FSDataInputStream in = file.getFileSystem().open(file)) {
                ModelDelta delta = ArtefactCodec.decodeDelta(in.readAllBytes());
                if (!delta.machineId().equals(machineId)) {
                    throw new RefusedModelException(List.of("it is of machine " + delta.machineId()
                            + " and named after machine " + machineId + ": name it "
                            + ModelDelta.fileName(delta.machineId())));
                }
                return delta.withoutProvenance();
            } catch (BadArtefactException e) {
                throw new RefusedModelException(List.of(e.getMessage()));
            }
        }
    }

    /**
     * Counts the deltas.
     *
     * @throws IOException if the folder cannot be listed
     */
    public int count() throws IOException {
        return entries().size();
    }

    /**
     * The delta of one machine, nothing where there is no file named after it.
     *
     * @throws IOException if there is one and it is no delta of that machine, or cannot be read
     */
    public Optional<ModelDelta> of(String machineId) throws IOException {
        var file = new Path(new Path(path), ModelDelta.fileName(machineId));
        if (!file.getFileSystem().exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Entry(machineId, file).read());
        } catch (RefusedModelException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Every file that is named after a machine; others are none of its business. */
    List<Entry> entries() throws IOException {
        var folder = new Path(path);
        FileStatus[] found = folder.getFileSystem().listStatus(folder);
        if (found == null) {
            throw new IOException("there is no folder " + path);
        }
        var entries = new ArrayList<Entry>();
        for (FileStatus status : found) {
            Optional<String> machine = status.isDir()
                    ? Optional.empty()
                    : ModelDelta.machineOf(status.getPath().getName());
            machine.ifPresent(id -> entries.add(new Entry(id, status.getPath())));
        }
        return entries;
    }
}
