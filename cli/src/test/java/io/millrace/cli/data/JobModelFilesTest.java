package io.millrace.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.job.config.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artefacts and folders as a job's configuration names them, on a real file system. */
class JobModelFilesTest {

    private static final Path PUMP = Path.of("../src-test-data/models/pump.model");

    @TempDir
    private Path folder;

    @Test
    void anArtefactIsReadByItsUriAndComparedWithItsSha256() throws Exception {
        byte[] bytes = Files.readAllBytes(PUMP);
        String uri = Files.copy(PUMP, folder.resolve("pump.model")).toUri().toString();
        var files = new JobModelFiles(config(Map.of()).models());

        assertThat(files.artefact(uri, ArtefactCodec.sha256Hex(bytes))).isEqualTo(bytes);
        assertThatThrownBy(() -> files.artefact(uri, "0".repeat(64)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("SHA-256");
        assertThat(files.ownFolder()).isEmpty();
        assertThat(files.own("pump-01")).isEmpty();
    }

    @Test
    void aMachinesOwnModelIsLookedForInTheJobsFolder() throws Exception {
        Files.copy(PUMP, folder.resolve(ModelDelta.fileName("pump/01")));
        var files = new JobModelFiles(
                config(Map.of("models.machines", folder.toString())).models());

        assertThat(files.ownFolder()).contains(folder.toString());
        assertThat(files.own("pump-02")).isEmpty();
        // A general model under a machine's name is no delta.
        assertThatThrownBy(() -> files.own("pump/01")).isInstanceOf(IOException.class);
    }

    private static JobConfig config(Map<String, String> keys) {
        var all = new HashMap<>(keys);
        all.put("kafka.bootstrap-servers", "127.0.0.1:9092");
        return JobConfig.of(all);
    }
}
