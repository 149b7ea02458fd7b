package io.millrace.cli.data;

import io.millrace.console.model.ModelFiles;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.job.config.ModelsConfig;
import io.millrace.job.operator.ArtefactCache;
import io.millrace.job.operator.OwnModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What of a job's models is on no topic, by the job's own code. */
public final class JobModelFiles implements ModelFiles {

    private final ArtefactCache artefacts;
    private final Optional<OwnModelFolder> folder;

    public JobModelFiles(ModelsConfig config) {
        this.artefacts = new ArtefactCache(Path.of(System.getProperty("java.io.tmpdir")), config.mostArtefactBytes());
        this.folder = config.machines().map(OwnModelFolder::new);
    }

    @Override
    public byte[] artefact(String uri, String sha256) throws IOException {
        return artefacts.fetch(uri, sha256);
    }

    @Override
    public Optional<ModelDelta> own(String machineId) throws IOException {
        return folder.isPresent() ? folder.get().of(machineId) : Optional.empty();
    }

    @Override
    public Optional<String> ownFolder() {
        return folder.map(OwnModelFolder::path);
    }
}
