package io.millrace.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.artefact.ModelDelta;
import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.ReleaseAction;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines' own models that are rolled back and promoted. */
class OwnModelRollbackTest extends TasksWithOwnModels {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeltaIsRolledBackAndPromotedAsAGeneralModelIs(boolean rocksDb) throws Exception {
        ModelDelta first = BASE.delta("m-1", 1, 1, false);
        ModelDelta second = BASE.delta("m-1", 2, 2, false);
        task = task(rocksDb, null, Optional.empty(), 1, 0, BASE);
        task.model(TinyModels.release(first));
        task.model(TinyModels.release(second));
        ModelRelease rollback = action(ReleaseAction.ROLL_BACK, first, 2, 9_000);

        ModelStatus back = statusOf(rollback);

        assertThat(back.getStatus()).isEqualTo(ModelStatusKind.ROLLED_BACK);
        assertThat(back.getServingVersion()).isEqualTo(1);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
        task = task(rocksDb, task.checkpoint(1), Optional.empty(), 1, 0, BASE);
        assertThat(servedBy("m-1")).as("restored").isEqualTo("tiny-m-1 1");
        int before = task.side(Outputs.MODEL_STATUS).size();
        task.model(rollback);
        assertThat(task.side(Outputs.MODEL_STATUS)).as("delivered again").hasSize(before);
        assertStays(TinyModels.release(second), "to which version 2 was rolled back", "or promote it");
        assertStays(action(ReleaseAction.PROMOTE, second, 2, 8_999), "was made to serve later");
        assertStays(action(ReleaseAction.PROMOTE, first, 1, 9_001), "knows of versions up to 1");

        ModelStatus again = statusOf(action(ReleaseAction.PROMOTE, second, 2, 9_002));

        assertThat(again.getStatus()).isEqualTo(ModelStatusKind.PROMOTED);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 2");
        assertStays(rollback, 2, "was made to serve later");
        assertThat(statusOf(action(ReleaseAction.ROLL_BACK, second, 2, 9_003)).getReason())
                .contains("a rollback leads to a version below the highest");
    }

    private void assertStays(ModelRelease release, String... reasons) throws Exception {
        assertStays(release, 1, reasons);
    }

    private void assertStays(ModelRelease release, long version, String... reasons) throws Exception {
        ModelStatus status = statusOf(release);
        assertThat(status.getStatus()).as(status.toString()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getReason()).contains(reasons);
        assertThat(status.getServingVersion()).isEqualTo(version);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 " + version);
    }

    @Test
    void whatARollbackTakesBackDoesNotComeBackWithItsBase() throws Exception {
        start(BASE);
        ModelDelta first = BASE.delta("m-1", 1, 1, false);
        Recipe next = BASE.version(3).seed(9);
        task.model(TinyModels.release(first));
        task.model(TinyModels.release(next.delta("m-1", 2, 5, false))); // waits for version 3 of the base

        task.model(action(ReleaseAction.ROLL_BACK, first, 2, 9_000));
        task.model(next.release());

        assertThat(servedBy("m-1")).isEqualTo("tiny 3");
    }

    @Test
    void aRollbackToADeltaOfAnEarlierBaseIsRefused() throws Exception {
        start(BASE.version(3).seed(9));

        ModelStatus status = statusOf(action(ReleaseAction.ROLL_BACK, BASE.delta("m-1", 1, 1, false), 2, 9_000));

        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getReason()).contains("fine-tuned from version 2 of model tiny, version 3 serves");
    }
}
