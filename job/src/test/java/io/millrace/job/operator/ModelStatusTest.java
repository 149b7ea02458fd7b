package io.millrace.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStatusTest {

    private static final Recipe MODEL = Recipe.plain().version(3);

    private ScoringHarness task;

    @BeforeEach
    void start() throws Exception {
        task = ScoringHarness.started(Settings.bundles(1), null);
    }

    @AfterEach
    void close() {
        task.close();
    }

    private ModelStatus statusOf(ModelRelease release) throws Exception {
        int before = task.side(Outputs.MODEL_STATUS).size();
        task.model(release);
        List<ModelStatus> all = task.side(Outputs.MODEL_STATUS);
        assertThat(all).hasSize(before + 1);
        return all.get(before);
    }

    private void assertRefused(ModelRelease release, String... reasons) throws Exception {
        ModelStatus status = statusOf(release);
        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getReason()).contains(reasons);
    }

    @Test
    void acceptedModelIsReported() throws Exception {
        task.setProcessingTime(77);

        ModelStatus status = statusOf(MODEL.release());

        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
        assertThat(status.getModelId()).isEqualTo("tiny");
        assertThat(status.getVersion()).isEqualTo(3);
        assertThat(status.getServingVersion()).isEqualTo(3);
        assertThat(status.getAtMillis()).isEqualTo(77);
    }

    @Test
    void lowerVersionIsRefusedAndTheHigherOneServesOn() throws Exception {
        task.model(MODEL.release());

        ModelStatus status = statusOf(MODEL.version(2).release());

        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getReason()).contains("version 3").contains("found version 2");
        assertThat(status.getServingVersion()).isEqualTo(3);
    }

    @Test
    void sameVersionWithOtherContentsIsRefused() throws Exception {
        task.model(MODEL.release());

        assertRefused(MODEL.seed(99).release(), "other contents");
    }

    @Test
    void sameReleaseDeliveredAgainIsNoNews() throws Exception {
        task.model(MODEL.release());
        task.model(MODEL.release());

        assertThat(task.side(Outputs.MODEL_STATUS)).hasSize(1);
    }

    @Test
    void changedBytesAreRefused() throws Exception {
        ModelRelease release = MODEL.release();
        byte[] bytes = release.getArtefact().array().clone();
        bytes[bytes.length / 2] ^= 1;
        release.setArtefact(ByteBuffer.wrap(bytes));

        assertRefused(release, "SHA-256");
    }

    @Test
    void everyViolationIsListed() throws Exception {
        ModelRelease release = MODEL.release();
        release.setVersion(0);
        release.setMachinePatterns(List.of());
        release.setArtefact(null);

        assertRefused(release, "version of 1 or above", "at least one machine pattern", "artefact or the URI");
    }

    @Test
    void artefactOfAnotherModelIsRefused() throws Exception {
        ModelRelease release = MODEL.release();
        release.setModelId("other");

        assertRefused(release, "model other version 3", "tiny version 3");
    }

    @Test
    void artefactIsFetchedFromAFile(@TempDir Path folder) throws Exception {
        ModelRelease release = MODEL.release();
        Path file = folder.resolve("model.mlrc");
        Files.write(file, release.getArtefact().array());
        release.setArtefactUri(file.toUri().toString());
        release.setArtefact(null);

        assertThat(statusOf(release).getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
    }

    @Test
    void artefactThatIsNowhereIsRefused(@TempDir Path folder) throws Exception {
        URI missing = folder.resolve("missing.mlrc").toUri();
        ModelRelease release = MODEL.seed(20).release(); // none that another test has fetched
        release.setArtefact(null);
        release.setArtefactUri(missing.toString());

        assertRefused(release, "missing.mlrc", "release it inline");
    }

    @Test
    void artefactInAFileSystemThatNobodyKnowsIsRefused() throws Exception {
        ModelRelease release = MODEL.seed(20).release();
        release.setArtefact(null);
        release.setArtefactUri("carrier-pigeon://loft/model");

        assertRefused(release, "carrier-pigeon");
    }

    /** A release whose artefact is a file. */
    private static ModelRelease referring(Path file) {
        ModelRelease release = MODEL.seed(file.hashCode()).release(); // another artefact for each test
        release.setArtefactUri(file.toUri().toString());
        return release;
    }

    private static byte[] detach(ModelRelease release) {
        byte[] bytes = release.getArtefact().array();
        release.setArtefact(null);
        return bytes;
    }

    @Test
    void artefactThatComesLateOrIsStillBeingWrittenServesOnceItIsThere(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("late.mlrc");
        ModelRelease release = referring(file);
        byte[] bytes = detach(release);

        assertRefused(release, "late.mlrc", "tried again");
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        task.setProcessingTime(1_000);
        assertThat(task.side(Outputs.MODEL_STATUS)).hasSize(1);
        Files.write(file, bytes);
        task.setProcessingTime(3_000);

        List<ModelStatus> all = task.side(Outputs.MODEL_STATUS);
        assertThat(all).hasSize(2);
        assertThat(all.get(1).getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
    }

    @Test
    void artefactThatIsNeverRightIsGivenUp(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("tampered.mlrc");
        ModelRelease release = referring(file);
        byte[] bytes = detach(release);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertRefused(release, "SHA-256");
        for (int second = 1; second <= 300; second++) {
            task.setProcessingTime(1_000L * second);
        }

        List<ModelStatus> all = task.side(Outputs.MODEL_STATUS);
        assertThat(all).hasSize(2);
        assertThat(all.get(1).getReason()).contains("given up after 10 attempts");
    }

    @Test
    void aReleaseThatCameMeanwhileEndsTheWaiting(@TempDir Path folder) throws Exception {
        ModelRelease release = referring(folder.resolve("late.mlrc"));
        detach(release);
        task.model(release);
        task.model(MODEL.version(4).release());

        task.setProcessingTime(300_000);

        assertThat(task.side(Outputs.MODEL_STATUS)).hasSize(2);
    }

    @Test
    void whatWasAwaitedIsAwaitedOverARestart(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("late.mlrc");
        ModelRelease release = referring(file);
        byte[] bytes = detach(release);
        task.model(release);
        var saved = task.checkpoint(1);
        task.close();
        task = ScoringHarness.started(Settings.bundles(1), saved);
        Files.write(file, bytes);

        task.setProcessingTime(1_000);

        assertThat(task.side(Outputs.MODEL_STATUS))
                .singleElement()
                .satisfies(status -> assertThat(status.getStatus()).isEqualTo(ModelStatusKind.ACCEPTED));
    }

    @Test
    void artefactIsFetchedOnceForAllTasksOfATaskManager(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("once.mlrc");
        ModelRelease release = referring(file);
        Files.write(file, detach(release));
        task.model(release);
        Files.delete(file);

        try (var other = new ScoringHarness(Settings.bundles(1), List.of(), 1, 0)) {
            other.begin(null);
            other.model(release);
            assertThat(other.side(Outputs.MODEL_STATUS).get(0).getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
        }
    }

    @Test
    void artefactThatIsTooLargeIsRefusedForGood(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large.mlrc");
        Files.write(file, new byte[(1 << 20) + 1]);
        ModelRelease release = referring(file);
        detach(release);

        assertRefused(release, "1048577 bytes", "models.max-artefact-size");
        task.setProcessingTime(300_000);
        assertThat(task.side(Outputs.MODEL_STATUS)).hasSize(1);
    }

    @Test
    void aSha256ThatIsNoneNamesNoFile(@TempDir Path folder) throws Exception {
        ModelRelease release = referring(folder.resolve("any.mlrc"));
        detach(release);
        release.setSha256("../../etc/passwd");

        assertRefused(release, "64 lower-case hexadecimal digits");
    }

    @Test
    void oneTaskSpeaksForAll() throws Exception {
        try (var other = new ScoringHarness(Settings.bundles(1), List.of(), 2, 1)) {
            other.begin(null);
            other.model(MODEL.release());

            assertThat(other.side(Outputs.MODEL_STATUS)).isEmpty();
        }
    }
}
