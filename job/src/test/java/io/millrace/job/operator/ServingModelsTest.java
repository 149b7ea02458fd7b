package io.millrace.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordEncoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** Which model scores a machine, from which window on, and what a restore makes of it. */
class ServingModelsTest extends TaskWithReadings {

    @Test
    void withoutAModelReadingsFillTheWindowThatTheFirstModelScores() throws Exception {
        start(Settings.bundles(1));
        readings("pump", 0, 9);
        assertThat(task.taken()).isEmpty();

        task.model(MODEL.release());
        readings("pump", 10, 10);
        List<Double> afterModel = takenScores();

        restartFrom(null, Settings.bundles(1), MODEL);
        readings("pump", 0, 10);
        List<Double> withModel = takenScores();
        assertThat(afterModel).containsExactly(withModel.get(withModel.size() - 1));
    }

    @Test
    void modelSwapChangesScoresFromTheNextWindowOnAndNothingElse() throws Exception {
        Recipe second = MODEL.version(2).seed(99);
        start(Settings.bundles(100), MODEL);
        readings("pump", 0, 9);
        task.model(second.release());
        readings("pump", 10, 19);
        task.endReadings();
        List<ScoredWindow> swapped = task.taken();

        List<Double> byFirst = scoresOf(MODEL, 0, 19);
        List<Double> bySecond = scoresOf(second, 0, 19);
        assertThat(swapped)
                .extracting(ScoredWindow::score)
                .as("the window in the bundle belongs to the old model; the rows before the swap to both")
                .containsExactlyElementsOf(concat(byFirst.subList(0, 6), bySecond.subList(6, 16)));
        assertThat(swapped)
                .extracting(ScoredWindow::modelVersion)
                .containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L);
    }

    @Test
    void modelSwapTouchesNoMachine() throws Exception {
        start(Settings.bundles(100), MODEL);
        readings("pump", 0, 9);
        readings("oven", 0, 3);
        byte[] before = task.machineBytes("pump", "oven");

        task.model(MODEL.version(2).seed(99).release());

        assertThat(task.machineBytes("pump", "oven")).isEqualTo(before);
    }

    private static List<Double> concat(List<Double> first, List<Double> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Test
    void modelWithOtherSensorsFindsTheRowsItNeedsByName() throws Exception {
        Recipe fewer = MODEL.version(2).sensors("vibration", "temperature");
        start(Settings.bundles(1), MODEL);
        readings("pump", 0, 9);
        task.taken();

        task.model(fewer.release());
        readings("pump", 10, 10);
        List<Double> relaid = takenScores();

        List<Double> fromTheStart = scoresOf(fewer, 0, 10);
        assertThat(relaid).containsExactly(fromTheStart.get(6));
    }

    @Test
    void mostSpecificPatternServes() throws Exception {
        start(Settings.bundles(1));
        task.model(MODEL.id("all").release("*"));
        task.model(MODEL.id("pumps").release("pump-*"));
        task.model(MODEL.id("seven").release("pump-7", "oven-?"));

        for (String machine : List.of("pump-7", "pump-77", "oven-1", "oven-12")) {
            readings(machine, 0, 4);
        }

        assertThat(task.taken()).extracting(ScoredWindow::modelId).containsExactly("seven", "pumps", "seven", "all");
    }

    @Test
    void moreSpecificModelTakesItsMachinesOver() throws Exception {
        start(Settings.bundles(1));
        task.model(MODEL.id("all").release("*"));
        task.model(MODEL.id("ovens").release("oven-*"));
        readings("pump-7", 0, 4);

        task.model(MODEL.id("pumps").release("pump-*"));
        readings("pump-7", 5, 5);

        assertThat(task.taken()).extracting(ScoredWindow::modelId).containsExactly("all", "pumps");
    }

    @Test
    void refusedReleaseLeavesTheOldModelServing() throws Exception {
        start(Settings.bundles(1), MODEL);
        readings("pump", 0, 9);
        task.taken();
        var broken = MODEL.version(2).seed(99).release();
        broken.setSha256("0".repeat(64));

        task.model(broken);
        readings("pump", 10, 10);

        List<ScoredWindow> after = task.taken();
        assertThat(after).extracting(ScoredWindow::modelVersion).containsExactly(1L);
        assertThat(after.get(0).score()).isEqualTo(scoresOf(MODEL, 0, 10).get(6));
    }

    @Test
    void modelOfACheckpointServesAfterARestoreWithoutBeingReleasedAgain() throws Exception {
        start(Settings.bundles(1));
        task.model(MODEL.release());
        readings("pump", 0, 9);
        OperatorSubtaskState saved = task.checkpoint(1);

        restartFrom(saved, Settings.bundles(1));
        readings("pump", 10, 10);
        List<Double> restored = takenScores();

        assertThat(restored).containsExactly(scoresOf(MODEL, 0, 10).get(6));
    }

    @Test
    void olderModelGivenAtStartDoesNotReplaceTheRestoredOne() throws Exception {
        start(Settings.bundles(1), MODEL.version(5));
        OperatorSubtaskState saved = task.checkpoint(1);

        restartFrom(saved, Settings.bundles(1), MODEL.version(4).seed(99));
        readings("pump", 0, 4);

        assertThat(task.taken()).extracting(ScoredWindow::modelVersion).containsExactly(5L);
    }

    @Test
    void jobWithABrokenModelAtStartDoesNotStart() throws Exception {
        ModelRelease broken = MODEL.release();
        broken.setSha256("0".repeat(64));
        byte[] release = RecordEncoder.of(ModelRelease.class).encode(broken);
        task = new ScoringHarness(Settings.bundles(1), List.of(release), 1, 0);

        assertThatThrownBy(() -> task.begin(null)).hasMessageContaining("tiny version 1 given at start is refused");
    }
}
