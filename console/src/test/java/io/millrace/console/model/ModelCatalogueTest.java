package io.millrace.console.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.console.TestingModelFiles;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.ReleaseAction;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo's pump model, released and filed in every way that the job knows. */
class ModelCatalogueTest {

    private static final Path FILE = Path.of("../src-test-data/models/pump.model");
    private static final String URI = "s3://models/pump.model";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static byte[] bytes;
    private static ModelArtefact pump;

    private final TestingModelFiles files = new TestingModelFiles();
    private final ModelCatalogue models = new ModelCatalogue(files, Duration.ofMillis(20));

    @BeforeAll
    static void read() throws Exception {
        bytes = Files.readAllBytes(FILE);
        pump = ArtefactFile.read(FILE);
    }

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void anArtefactThatIsElsewhereIsFetchedAndServes() {
        files.artefacts.put(URI, bytes);

        models.release(byUri());

        await().atMost(PATIENCE).until(() -> models.servingFor("pump-01").isPresent());
        assertThat(models.servingFor("pump-01").orElseThrow().modelId()).isEqualTo(pump.modelId());
        assertThat(models.releases()).singleElement().satisfies(model -> {
            assertThat(model.bytes()).isEqualTo(bytes.length);
            assertThat(model.trouble()).isEmpty();
        });
        assertThat(files.reads).hasValue(1);
    }

    @Test
    void anArtefactThatIsNotThereYetIsTriedAgainAndMeanwhileSaysWhy() {
        models.release(byUri());
        await().atMost(PATIENCE).until(() -> files.reads.get() > 1);

        assertThat(models.servingFor("pump-01")).isEmpty();
        assertThat(models.releases().get(0).trouble()).contains(URI, "there is no file", "tried again");

        files.artefacts.put(URI, bytes);
        await().atMost(PATIENCE).until(() -> models.servingFor("pump-01").isPresent());
    }

    @Test
    void whatAnotherReleaseHasReplacedIsFetchedNoMore() {
        models.release(byUri());
        await().atMost(PATIENCE).until(() -> files.reads.get() > 0);

        models.release(inline(bytes, pump.modelId(), pump.version(), "pump-*"));
        int before = files.reads.get();
        // Another one, behind which whatever was still wanted would come.
        files.artefacts.put("file:/other", bytes);
        models.release(ModelRelease.newBuilder(byUri())
                .setModelId("other")
                .setArtefactUri("file:/other")
                .build());
        await().atMost(PATIENCE)
                .until(() -> models.named("pump-01", "other", pump.version()).isPresent());

        assertThat(files.reads.get()).isLessThanOrEqualTo(before + 2);
        assertThat(models.servingFor("pump-01")).isPresent();
    }

    @Test
    void aMachinesOwnModelOfTheJobsFolderServesIt() {
        files.own.put("pump-01", delta(3, 2));
        models.release(inline(bytes, pump.modelId(), pump.version(), "pump-*"));

        ModelArtefact own = models.servingFor("pump-01").orElseThrow();
        assertThat(own.modelId()).isEqualTo("pump of pump-01");
        assertThat(own.thresholds().forMachine("pump-01")).isEqualTo(2);
        assertThat(models.servingFor("pump-02").orElseThrow().modelId()).isEqualTo(pump.modelId());
        assertThat(models.ownFolder()).contains("/models/machines");
        assertThat(models.named("pump-01", "pump of pump-01", 3)).isPresent();
        assertThat(models.named("pump-01", "pump of pump-01", 2)).isEmpty();
        assertThat(models.named("pump-01", pump.modelId(), pump.version())).isPresent();
    }

    @Test
    void ofAMachinesOwnModelsTheHighestVersionServesUntilItIsWithdrawn() {
        files.own.put("pump-01", delta(3, 2));
        models.release(inline(bytes, pump.modelId(), pump.version(), "pump-*"));
        models.release(own(4, ReleaseAction.SERVE, 0));

        assertThat(models.servingFor("pump-01").orElseThrow().version()).isEqualTo(4);

        models.release(ModelRelease.newBuilder(own(4, ReleaseAction.WITHDRAW, 0))
                .setArtefact(null)
                .build());

        assertThat(models.servingFor("pump-01").orElseThrow().version()).isEqualTo(3);
        assertThat(models.ownModels()).isZero();
    }

    @Test
    void aMachinesOwnModelThatWasRolledBackServesThoughTheFolderHoldsAHigherVersion() {
        files.own.put("pump-01", delta(3, 2));
        models.release(inline(bytes, pump.modelId(), pump.version(), "pump-*"));

        models.release(own(2, ReleaseAction.ROLL_BACK, 3));

        assertThat(models.servingFor("pump-01").orElseThrow().version()).isEqualTo(2);
        models.status(said(2, ModelStatusKind.ROLLED_BACK, 2));
        assertThat(models.servingFor("pump-01").orElseThrow().version()).isEqualTo(2);
        assertThat(models.named("pump-01", "pump of pump-01", 3)).isPresent(); // what raised earlier alerts

        models.release(own(3, ReleaseAction.PROMOTE, 3));
        models.status(said(3, ModelStatusKind.PROMOTED, 3));
        assertThat(models.servingFor("pump-01").orElseThrow().version()).isEqualTo(3);
    }

    @Test
    void aMachinesOwnModelThatTheJobRefusedServesNot() {
        files.own.put("pump-01", delta(3, 2));
        models.release(inline(bytes, pump.modelId(), pump.version(), "pump-*"));

        models.release(own(4, ReleaseAction.SERVE, 0));
        models.status(said(4, ModelStatusKind.REFUSED, 3));

        assertThat(models.servingFor("pump-01").orElseThrow().version()).isEqualTo(3);
    }

    private static ModelRelease own(long version, ReleaseAction action, long supersedes) {
        byte[] delta = ArtefactCodec.encode(delta(version, 5));
        return ModelRelease.newBuilder(inline(
                        delta,
                        "pump of pump-01",
                        version,
                        MachinePattern.of("pump-01").glob()))
                .setAction(action)
                .setSupersedes(supersedes)
                .build();
    }

    private static ModelStatus said(long version, ModelStatusKind kind, long serving) {
        return ModelStatus.newBuilder()
                .setModelId("pump of pump-01")
                .setVersion(version)
                .setStatus(kind)
                .setReason("")
                .setServingVersion(serving)
                .setAtMillis(version)
                .build();
    }

    private static ModelDelta delta(long version, double threshold) {
        return new ModelDelta(
                "pump of pump-01",
                version,
                0,
                "pump-01",
                pump.modelId(),
                pump.version(),
                ArtefactCodec.weightsSha256(pump),
                Optional.empty(),
                ((ReconstructionDetector) pump.detector()).model().output(),
                threshold,
                "by hand",
                Collections.emptySortedMap());
    }

    private static ModelRelease byUri() {
        return ModelRelease.newBuilder(inline(bytes, pump.modelId(), pump.version(), "pump-*"))
                .setArtefact(null)
                .setArtefactUri(URI)
                .build();
    }

    private static ModelRelease inline(byte[] artefact, String modelId, long version, String pattern) {
        return ModelRelease.newBuilder()
                .setModelId(modelId)
                .setVersion(version)
                .setMachinePatterns(List.of(pattern))
                .setArtefact(ByteBuffer.wrap(artefact))
                .setSha256(ArtefactCodec.sha256Hex(artefact))
                .setReleasedAtMillis(0)
                .build();
    }
}
