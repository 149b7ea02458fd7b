package io.millrace.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.TestingModelFiles;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.ReleaseAction;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A shadow is among the releases, and serves no machine before it is promoted. */
class ShadowedModelTest {

    private static final Path MODELS = Path.of("..", "src-test-data", "models");

    private final ModelCatalogue catalogue = new ModelCatalogue(new TestingModelFiles());

    @AfterEach
    void close() {
        catalogue.close();
    }

    private static ModelRelease release(long version, ReleaseAction action, String file) throws Exception {
        byte[] bytes = Files.readAllBytes(MODELS.resolve(file));
        return ModelRelease.newBuilder()
                .setModelId("waves")
                .setVersion(version)
                .setMachinePatterns(List.of("*"))
                .setArtefact(ByteBuffer.wrap(bytes))
                .setSha256(ArtefactCodec.sha256Hex(bytes))
                .setReleasedAtMillis(version)
                .setAction(action)
                .build();
    }

    private static ModelStatus said(ModelStatusKind kind, long serving) {
        return ModelStatus.newBuilder()
                .setModelId("waves")
                .setVersion(2)
                .setStatus(kind)
                .setReason("")
                .setServingVersion(serving)
                .setAtMillis(serving)
                .build();
    }

    private Optional<String> serving() {
        return catalogue.servingFor("m").map(ModelArtefact::modelId);
    }

    @Test
    void itServesWhenTheJobSaysSo() throws Exception {
        catalogue.release(release(2, ReleaseAction.SHADOW, "oven.model"));
        assertThat(serving()).isEmpty();
        catalogue.release(release(1, ReleaseAction.SERVE, "pump.model"));
        assertThat(serving()).contains("pump");

        catalogue.status(said(ModelStatusKind.SHADOW_REPORT, 1));
        assertThat(serving()).contains("pump");
        catalogue.status(said(ModelStatusKind.PROMOTED, 2));
        assertThat(serving()).contains("oven");
        assertThat(catalogue.releases()).hasSize(2);
    }
}
