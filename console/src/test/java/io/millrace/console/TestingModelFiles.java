package io.millrace.console;

import io.millrace.console.model.ModelFiles;
import io.millrace.detection.artefact.ModelDelta;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Files that a test puts where it wants them. */
public final class TestingModelFiles implements ModelFiles {

    public final Map<String, byte[]> artefacts = new ConcurrentHashMap<>(); // by URI
    public final Map<String, ModelDelta> own = new ConcurrentHashMap<>(); // by machine
    public final AtomicInteger reads = new AtomicInteger();

    @Override
    public byte[] artefact(String uri, String sha256) throws IOException {
        reads.incrementAndGet();
        byte[] found = artefacts.get(uri);
        if (found == null) {
            throw new FileNotFoundException("there is no file");
        }
        return found;
    }

    @Override
    public Optional<ModelDelta> own(String machineId) {
        return Optional.ofNullable(own.get(machineId));
    }

    @Override
    public Optional<String> ownFolder() {
        return own.isEmpty() ? Optional.empty() : Optional.of("/models/machines");
    }
}
