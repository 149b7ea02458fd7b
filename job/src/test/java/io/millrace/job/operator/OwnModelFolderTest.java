package io.millrace.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.ReleaseAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines' own models from a folder at start. */
class OwnModelFolderTest extends TasksWithOwnModels {

    @Test
    void aFolderDoesNotBringBackWhatWasRolledBack(@TempDir Path folder) throws Exception {
        ModelDelta first = BASE.delta("m-1", 1, 1, false);
        write(folder, BASE.delta("m-1", 2, 2, false));
        var machines = Optional.of(new OwnModelFolder(folder.toString()));
        task = task(false, null, machines, 1, 0, BASE);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 2");
        task.model(action(ReleaseAction.ROLL_BACK, first, 2, 9_000));

        task = task(false, task.checkpoint(1), machines, 1, 0, BASE);

        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
    }

    @Test
    void eachTaskReadsTheDeltasOfItsMachinesFromAFolder(@TempDir Path folder) throws Exception {
        for (int m = 0; m < 40; m++) {
            write(folder, BASE.delta("press/" + m + "*", 1, m, m % 2 == 0));
        }
        Files.writeString(folder.resolve("notes.txt"), "no delta");
        var machines = Optional.of(new OwnModelFolder(folder.toString()));

        ScoringHarness first = task(false, null, machines, 2, 0, BASE);
        ScoringHarness second = task(false, null, machines, 2, 1, BASE);

        assertThat(first.deltaEntries()).isBetween(1, 39);
        assertThat(first.deltaEntries() + second.deltaEntries()).isEqualTo(40);
        for (int m = 0; m < 4; m++) {
            String machineId = "press/" + m + "*";
            task = List.of(first, second).get(subtask(machineId, 2));
            assertThat(servedBy(machineId)).isEqualTo("tiny-" + machineId + " 1");
        }
    }

    @Test
    void aFolderThatReleasesHaveOvertakenIsPassedOver(@TempDir Path folder) throws Exception {
        write(folder, BASE.delta("m-1", 1, 1, false));
        write(folder, BASE.delta("m-2", 1, 1, false));
        var machines = Optional.of(new OwnModelFolder(folder.toString()));
        task = task(false, null, machines, 1, 0, BASE);
        task.model(TinyModels.release(BASE.delta("m-2", 2, 3, false)));
        task = task(false, task.checkpoint(1), machines, 1, 0, BASE);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
        assertThat(servedBy("m-2")).isEqualTo("tiny-m-2 2");
        Recipe next = BASE.version(3).seed(9);

        task = task(false, task.checkpoint(2), machines, 1, 0, next);

        assertThat(servedBy("m-1")).isEqualTo("tiny 3");
        assertThat(task.side(Outputs.MODEL_STATUS).stream().map(ModelStatus::getStatus))
                .as("ended by the model given at start")
                .containsExactly(ModelStatusKind.RETIRED, ModelStatusKind.RETIRED);
    }

    @Test
    void aFolderWithABadDeltaDoesNotStart(@TempDir Path folder) throws Exception {
        write(folder, BASE.seed(8).delta("m-1", 1, 1, false));
        var machines = Optional.of(new OwnModelFolder(folder.toString()));

        assertThatThrownBy(() -> task(false, null, machines, 1, 0, BASE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("m-1.model given at start is refused")
                .hasMessageContaining("another training");
        Files.move(folder.resolve("m-1.model"), folder.resolve("m-2.model"));
        assertThatThrownBy(() -> task(false, null, machines, 1, 0, BASE)).hasMessageContaining("name it m-1.model");
    }

    private static void write(Path folder, ModelDelta delta) throws Exception {
        Files.write(folder.resolve(ModelDelta.fileName(delta.machineId())), ArtefactCodec.encode(delta));
    }
}
