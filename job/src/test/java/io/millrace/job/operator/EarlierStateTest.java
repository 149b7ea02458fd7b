package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole state of a scoring task, as builds left it in a checkpoint: a later build goes on from it as if it had been there all along. What
 * they left is kept; {@code -Dmillrace.golden.write=true} writes that of this build beside it, to be kept when the state has changed.
 */
class EarlierStateTest extends TaskWithReadings {

    private static final Path KEPT = Path.of("src", "test", "resources", "io", "millrace", "job", "operator");
    private static final ScoringSettings SETTINGS = Settings.outOfOrder(1, 2 * SECOND);

    /** Machines with and without a model of their own, one whose window is filling, and a reading that waits for an earlier one. */
    private void before() throws Exception {
        task.model(TinyModels.release(MODEL.delta("own", 1, 7, true)));
        for (String machineId : List.of("pump", "own")) {
            readings(machineId, 0, 20);
        }
        readings("young", 0, 3);
        task.reading("pump", at(22), values(22));
    }

    private List<String> after() throws Exception {
        task.reading("pump", at(21), values(21));
        readings("pump", 23, 26);
        readings("own", 21, 26);
        readings("young", 4, 8);
        task.watermark(Long.MAX_VALUE);
        return task.taken().stream()
                .map(window -> Stream.of(
                                window.machineId(),
                                window.kind(),
                                (window.timestampMillis() - START) / SECOND,
                                window.modelId(),
                                window.modelVersion(),
                                window.score())
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")))
                .sorted() // machines fire in any order
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scoring-task-1.state", "scoring-task-2.state"})
    void isGoneOnFromAsIfThisBuildHadBeenThere(String kept) throws Exception {
        start(SETTINGS, MODEL);
        before();
        task.taken();
        List<String> uninterrupted = after();

        restartFrom(OperatorSnapshotUtil.readStateHandle(KEPT.resolve(kept).toString()), SETTINGS);

        assertThat(after())
                .isEqualTo(uninterrupted)
                .anyMatch(window -> window.startsWith("own WINDOW 26 tiny-own 1 "))
                .anyMatch(window -> window.startsWith("young WINDOW 4 tiny 1 "));
    }

    @Test
    void ofThisBuildIsWritten() throws Exception {
        start(SETTINGS, MODEL);
        before();
        var state = task.checkpoint(1);

        if (Boolean.getBoolean("millrace.golden.write")) {
            OperatorSnapshotUtil.writeStateHandle(
                    state, KEPT.resolve("scoring-task-new.state").toString());
        }
        task.taken();
        List<String> uninterrupted = after();
        restartFrom(state, SETTINGS);

        assertThat(after()).isEqualTo(uninterrupted);
    }
}
