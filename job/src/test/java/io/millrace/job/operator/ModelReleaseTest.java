package io.millrace.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.ReleaseAction;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.signature.ReleaseKey;
import io.millrace.schemas.signature.ReleaseSigner;
import io.millrace.schemas.signature.TrustedKeys;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may release, and which release has the last word, over restarts too. */
class ModelReleaseTest {

    private static final Recipe V1 = Recipe.plain().version(1);
    private static final Recipe V2 = Recipe.plain().version(2).seed(2);
    private static final Recipe V3 = Recipe.plain().version(3).seed(3);
    private static final ReleaseSigner.Pair OLD = ReleaseSigner.newPair();
    private static final ReleaseSigner.Pair NEW = ReleaseSigner.newPair();
    private static final ReleaseSigner SIGNER = ReleaseSigner.ofPem(OLD.privateKey());
    private static final TrustedKeys OLD_KEY = new TrustedKeys(List.of(ReleaseKey.ofPem("old", OLD.publicKey())));
    private static final TrustedKeys NEW_KEY = new TrustedKeys(List.of(ReleaseKey.ofPem("new", NEW.publicKey())));
    private static final TrustedKeys BOTH =
            new TrustedKeys(List.of(NEW_KEY.keys().get(0), OLD_KEY.keys().get(0)));

    private final List<ScoringHarness> tasks = new ArrayList<>();
    private ScoringHarness task;
    private long time;

    @AfterEach
    void close() {
        tasks.forEach(ScoringHarness::close);
    }

    private void start(TrustedKeys keys, OperatorSubtaskState saved, Recipe... models) throws Exception {
        var releases = new ArrayList<byte[]>();
        for (Recipe model : models) {
            releases.add(model.encodedRelease());
        }
        task = new ScoringHarness(Settings.bundles(1), new ModelSettings("line-4", keys, 1 << 20, releases, ""), 1, 0);
        tasks.add(task);
        task.begin(saved);
    }

    private void restart(TrustedKeys keys, Recipe... models) throws Exception {
        start(keys, task.checkpoint(tasks.size()), models);
    }

    private ModelStatus statusOf(ModelRelease release) throws Exception {
        int before = task.side(Outputs.MODEL_STATUS).size();
        task.model(release);
        List<ModelStatus> all = task.side(Outputs.MODEL_STATUS);
        assertThat(all).hasSize(before + 1);
        return all.get(before);
    }

    private void assertRefused(ModelRelease release, Long serving, String... reasons) throws Exception {
        ModelStatus status = statusOf(release);
        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getReason()).contains(reasons);
        assertThat(status.getServingVersion()).isEqualTo(serving);
    }

    private static ModelRelease action(ReleaseAction action, Recipe to, long highest, long atMillis) {
        ModelRelease release = to.release();
        release.setAction(action);
        release.setSupersedes(highest);
        release.setReleasedAtMillis(atMillis);
        return release;
    }

    private static ModelRelease rollback(Recipe to, long highest, long atMillis) {
        return action(ReleaseAction.ROLL_BACK, to, highest, atMillis);
    }

    /** What scores the machine's next window, as id and version. */
    private String serving() throws Exception {
        for (int i = 0; i < TinyModels.STEPS; i++) {
            task.reading("pump", 1_700_000_000_000L + 1_000 * time++, 0.1, 0.2, 0.3);
        }
        List<ScoredWindow> windows = task.taken();
        ScoredWindow last = windows.get(windows.size() - 1);
        return last.modelId() + " " + last.modelVersion();
    }

    @Test
    void aSignedReleaseServesAndTheJobSpeaksByName() throws Exception {
        start(OLD_KEY, null);

        ModelStatus status = statusOf(SIGNER.sign(V1.release()));

        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
        assertThat(status.getJob()).isEqualTo("line-4");
        assertThat(serving()).isEqualTo("tiny 1");
    }

    @Test
    void anUnsignedOrChangedReleaseIsRefusedAndTheModelServesOn() throws Exception {
        start(OLD_KEY, null);
        task.model(SIGNER.sign(V1.release()));

        assertRefused(V2.release(), 1L, "no signature", "old (");
        ModelRelease forOthers = SIGNER.sign(V2.release("oven-*"));
        forOthers.setMachinePatterns(List.of("*"));
        assertRefused(forOthers, 1L, "changed after it was signed");
        ModelRelease exchanged = SIGNER.sign(V2.release());
        exchanged.setArtefact(V3.release().getArtefact());
        assertRefused(exchanged, 1L, "SHA-256");
        ModelRelease garbage = SIGNER.sign(V2.release());
        garbage.setSignature(ByteBuffer.wrap(new byte[64]));
        assertRefused(garbage, 1L, "none of the keys");
        assertThat(serving()).isEqualTo("tiny 1");
    }

    @Test
    void keysAreExchangedOneAfterTheOtherAndWhatServesServesOn() throws Exception {
        start(OLD_KEY, null);
        task.model(SIGNER.sign(V1.release()));
        restart(BOTH);
        assertThat(statusOf(ReleaseSigner.ofPem(NEW.privateKey()).sign(V2.release()))
                        .getStatus())
                .isEqualTo(ModelStatusKind.ACCEPTED);
        restart(NEW_KEY);

        assertRefused(SIGNER.sign(V3.release()), 2L, "none of the keys new");
        assertThat(serving()).isEqualTo("tiny 2");
    }

    @Test
    void modelsOfTheJobsOwnConfigurationNeedNoSignature() throws Exception {
        start(OLD_KEY, null, V1);

        assertThat(serving()).isEqualTo("tiny 1");
    }

    @Test
    void aMachinesOwnModelIsSignedAndWithdrawnBySignatureAlone() throws Exception {
        start(OLD_KEY, null, V1);
        ModelRelease own = TinyModels.release(V1.delta("pump", 1, 9, false));

        assertRefused(own, null, "no signature");
        assertThat(statusOf(SIGNER.sign(own)).getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
        assertRefused(ReleaseKind.withdrawal(own.getModelId()), null, "nobody can sign", "--withdraw");
        assertThat(task.deltaEntries()).isEqualTo(1);
        ModelRelease withdrawal = ReleaseKind.withdrawal(own.getModelId());
        withdrawal.setVersion(1);
        assertThat(statusOf(SIGNER.sign(withdrawal)).getStatus()).isEqualTo(ModelStatusKind.RETIRED);
        assertThat(task.deltaEntries()).isZero();
    }

    @Test
    void aRollbackServesAtOnceAndOverRestarts() throws Exception {
        start(TrustedKeys.NONE, null);
        task.model(V1.release());
        task.model(V2.release());
        assertThat(serving()).isEqualTo("tiny 2");

        ModelStatus status = statusOf(rollback(V1, 2, 9_000));
        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.ROLLED_BACK);
        assertThat(status.getVersion()).isEqualTo(1);
        assertThat(status.getServingVersion()).isEqualTo(1);
        assertThat(serving()).isEqualTo("tiny 1");
        restart(TrustedKeys.NONE, V2); // the file of the start must not undo it
        assertThat(serving()).isEqualTo("tiny 1");

        task.model(rollback(V1, 2, 9_000)); // delivered again: no news
        assertThat(task.side(Outputs.MODEL_STATUS)).isEmpty();
        assertRefused(V2.release(), 1L, "version 2 was rolled back", "above 2");
        assertThat(statusOf(V3.release()).getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
        assertThat(serving()).isEqualTo("tiny 3");
    }

    /** Of a compacted topic a new job sees the rollback alone; what its own start file serves is taken back by it. */
    @Test
    void aNewJobThatSeesTheRollbackAloneEndsUpTheSame() throws Exception {
        start(TrustedKeys.NONE, null, V2);

        assertThat(statusOf(rollback(V1, 2, 9_000)).getStatus()).isEqualTo(ModelStatusKind.ROLLED_BACK);
        assertRefused(V2.release(), 1L, "rolled back");
    }

    @Test
    void anOldRollbackWrittenAgainIsRefused() throws Exception {
        start(OLD_KEY, null);
        ModelRelease old = SIGNER.sign(rollback(V1, 2, 9_000));
        task.model(SIGNER.sign(V1.release()));
        task.model(SIGNER.sign(V2.release()));
        task.model(old);
        ModelRelease third = V3.release();
        third.setReleasedAtMillis(10_000);
        task.model(SIGNER.sign(third));

        assertRefused(old, 3L, "was made to serve later");
        assertRefused(SIGNER.sign(rollback(V1, 2, 11_000)), 3L, "version 3 has been released");
        assertRefused(SIGNER.sign(rollback(V3, 3, 11_000)), 3L, "below the highest");
        assertThat(serving()).isEqualTo("tiny 3");
    }

    @Test
    void whatWasRolledBackServesAgainByPromotion() throws Exception {
        start(TrustedKeys.NONE, null);
        task.model(V2.release());
        task.model(rollback(V1, 2, 9_000));

        ModelStatus status = statusOf(action(ReleaseAction.PROMOTE, V2, 2, 9_001));

        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.PROMOTED);
        assertThat(serving()).isEqualTo("tiny 2");
    }

    @Test
    void deltasOfTheNewerBaseWaitOverARollback() throws Exception {
        start(TrustedKeys.NONE, null);
        task.model(V2.release());
        task.model(TinyModels.release(V2.delta("pump", 1, 9, false)));
        assertThat(serving()).isEqualTo("tiny-pump 1");
        task.model(rollback(V1, 2, 9_000));
        assertThat(serving()).isEqualTo("tiny 1");

        task.model(action(ReleaseAction.PROMOTE, V2, 2, 9_001));

        assertThat(serving()).isEqualTo("tiny-pump 1");
    }

    /** Bytes that the first form of the release wrote; a checkpoint holds such. */
    @Test
    void aReleaseOfTheFirstFormIsAPlainOne() throws Exception {
        byte[] bytes;
        try (InputStream in = ModelReleaseTest.class.getResourceAsStream("model-release-v1.hex")) {
            bytes = HexFormat.of().parseHex(new String(in.readAllBytes()).strip());
        }

        ModelRelease release = RecordDecoder.of(ModelRelease.class).decode(bytes);

        assertThat(release.getModelId()).isEqualTo("tiny");
        assertThat(release.getAction()).isEqualTo(ReleaseAction.SERVE);
        assertThat(ReleaseOrder.highest(release)).isEqualTo(release.getVersion());
        task = new ScoringHarness(
                Settings.bundles(1), new ModelSettings("", TrustedKeys.NONE, 1 << 20, List.of(bytes), ""), 1, 0);
        tasks.add(task);
        task.begin(null);
        assertThat(serving()).isEqualTo("tiny 1");
    }
}
