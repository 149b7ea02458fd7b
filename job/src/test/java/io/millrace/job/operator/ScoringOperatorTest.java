package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.HOUR;
import static io.millrace.job.operator.Settings.MINUTE;
import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.window.Imputation;
import io.millrace.job.operator.ScoredWindow.Kind;
import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringOperatorTest {

    private static final long START = 1_700_000_000_000L;
    private static final Recipe MODEL = Recipe.plain();

    private ScoringHarness task;

    @AfterEach
    void close() {
        if (task != null) {
            task.close();
        }
    }

    private ScoringHarness start(ScoringSettings settings, Recipe... models) throws Exception {
        task = ScoringHarness.started(settings, null, models);
        return task;
    }

    private void restartFrom(OperatorSubtaskState saved, ScoringSettings settings, Recipe... models) throws Exception {
        task.close();
        task = ScoringHarness.started(settings, saved, models);
    }

    /** Readings one second apart, from second {@code from} to {@code to} inclusive; the values depend on the second alone. */
    private void readings(String machineId, int from, int to) throws Exception {
        for (int second = from; second <= to; second++) {
            task.reading(machineId, at(second), values(second));
        }
    }

    private static double[] values(int second) {
        var random = new Random(second);
        return new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
    }

    private static long at(int second) {
        return START + second * SECOND;
    }

    private List<Long> takenSeconds() {
        return task.taken().stream()
                .map(w -> (w.timestampMillis() - START) / SECOND)
                .toList();
    }

    private List<Double> takenScores() {
        return task.taken().stream().map(ScoredWindow::score).toList();
    }

    @Test
    void windowsWaitUntilTheBundleIsFull() throws Exception {
        start(Settings.bundles(3), MODEL);

        readings("pump", 0, 5);
        assertThat(task.taken()).as("two windows of three").isEmpty();
        readings("pump", 6, 6);

        assertThat(takenSeconds()).containsExactly(4L, 5L, 6L);
    }

    @Test
    void windowsWaitNoLongerThanTheBundleDelay() throws Exception {
        start(Settings.bundles(100), MODEL);
        task.setProcessingTime(1_000);

        readings("pump", 0, 5);
        task.setProcessingTime(1_049);
        assertThat(task.taken()).isEmpty();
        task.setProcessingTime(1_050);

        assertThat(takenSeconds()).containsExactly(4L, 5L);
    }

    @Test
    void scoresLeaveBeforeTheWatermark() throws Exception {
        start(Settings.bundles(100), MODEL);

        readings("pump", 0, 4);
        task.watermark(at(4));

        var output = new ArrayList<>(task.getOutput());
        assertThat(output).hasSize(2);
        assertThat(output.get(1)).isEqualTo(new Watermark(at(4)));
    }

    @Test
    void silentModelsTopicDoesNotHoldTheWatermarkBack() throws Exception {
        start(Settings.bundles(100), MODEL);

        task.watermark(at(1));
        task.modelsWatermark(at(0));
        task.watermark(at(2));

        assertThat(task.getOutput()).containsExactly(new Watermark(at(1)), new Watermark(at(2)));
    }

    @Test
    void onlyTheReadingsDecideWhetherTheStreamIsIdle() throws Exception {
        start(Settings.bundles(100), MODEL);

        task.idle(false, true);
        task.idle(true, false);

        assertThat(task.getOutput()).containsExactly(WatermarkStatus.ACTIVE, WatermarkStatus.IDLE);
    }

    @Test
    void nothingIsInFlightInACheckpoint() throws Exception {
        start(Settings.bundles(100), MODEL);
        readings("pump", 0, 5);

        OperatorSubtaskState saved = task.checkpoint(1);
        assertThat(takenSeconds()).as("flushed before the barrier").containsExactly(4L, 5L);
        restartFrom(saved, Settings.bundles(100), MODEL);
        readings("pump", 6, 6);
        task.endReadings();

        assertThat(takenSeconds()).as("neither lost nor scored twice").containsExactly(6L);
    }

    @Test
    void snapshotWithWindowsInFlightIsRefused() throws Exception {
        start(Settings.bundles(100), MODEL);
        readings("pump", 0, 4);

        assertThatThrownBy(() -> task.snapshot(1, 1)).rootCause().hasMessageContaining("1 windows are in flight");
    }

    @Test
    void endOfReadingsFlushes() throws Exception {
        start(Settings.bundles(100), MODEL);
        readings("pump", 0, 4);

        task.endReadings();

        assertThat(takenSeconds()).containsExactly(4L);
    }

    @Test
    void readingsAreScoredInEventTimeOrderWithinTheBound() throws Exception {
        start(Settings.outOfOrder(1, 2 * SECOND), MODEL);
        readings("pump", 0, 20);
        task.watermark(Long.MAX_VALUE);
        List<Double> inOrder = takenScores();

        restartFrom(null, Settings.outOfOrder(1, 2 * SECOND), MODEL);
        for (int second = 0; second <= 20; second += 3) {
            for (int shuffled : new int[] {second + 2, second, second + 1}) {
                task.reading("pump", at(shuffled), values(shuffled));
            }
        }
        task.watermark(Long.MAX_VALUE);

        assertThat(takenScores()).isEqualTo(inOrder).hasSize(17);
        assertThat(task.side(Outputs.LATE)).isEmpty();
    }

    @Test
    void lateReadingGoesToTheSideOutputWithItsOriginalBytes() throws Exception {
        start(Settings.outOfOrder(1, 2 * SECOND), MODEL);
        readings("pump", 0, 10);
        byte[] bytes = TextReadings.encode(TinyModels.SENSORS, values(7));
        byte[] key = "pump".getBytes(StandardCharsets.UTF_8);

        task.reading(new RawReading("pump", at(7), key, bytes, "readings", 3, 42));

        RejectedReading late = task.side(Outputs.LATE).get(0);
        assertThat(late.getReason()).isEqualTo(RejectReason.LATE);
        assertThat(late.getValue().array()).isEqualTo(bytes);
        assertThat(late.getKey().array()).isEqualTo(key);
        assertThat(late.getTopic()).isEqualTo("readings");
        assertThat(late.getPartition()).isEqualTo(3);
        assertThat(late.getOffset()).isEqualTo(42);
        assertThat(late.getMachineId()).isEqualTo("pump");
        assertThat(late.getTimestampMillis()).isEqualTo(at(7));
        assertThat(late.getDetail()).contains(String.valueOf(at(10))).contains("2000 ms");
    }

    @Test
    void otherMachinesDoNotMakeAReadingLate() throws Exception {
        start(Settings.bundles(1), MODEL);
        readings("fast", 0, 30);
        task.watermark(at(30));

        readings("slow", 0, 4);

        assertThat(task.side(Outputs.LATE)).isEmpty();
        assertThat(task.taken()).filteredOn(w -> w.machineId().equals("slow")).hasSize(1);
    }

    @Test
    void duplicateIsDroppedAndTheFirstCounts() throws Exception {
        start(Settings.bundles(1), MODEL);
        readings("pump", 0, 4);
        List<Double> first = takenScores();

        task.reading("pump", at(4), 9, 9, 9);
        readings("pump", 5, 5);
        List<Double> second = takenScores();
        restartFrom(null, Settings.bundles(1), MODEL);
        readings("pump", 0, 5);

        assertThat(takenScores()).containsExactly(first.get(0), second.get(0));
        assertThat(task.side(Outputs.LATE)).isEmpty();
    }

    @Test
    void watermarkReleasesWhatWaitsOfAMachineThatStoppedSending() throws Exception {
        start(Settings.outOfOrder(1, 2 * SECOND), MODEL);
        readings("pump", 0, 6);
        assertThat(takenSeconds()).containsExactly(4L);

        task.watermark(at(6) + 2 * SECOND + 10 * SECOND - 1);
        assertThat(task.taken()).as("it might still send").isEmpty();
        task.watermark(at(6) + 2 * SECOND + 10 * SECOND);

        assertThat(takenSeconds()).containsExactly(5L, 6L);
    }

    @Test
    void longPauseRestartsTheWindowAndSaysSo() throws Exception {
        start(Settings.bundles(100), MODEL);
        readings("pump", 0, 5);
        readings("pump", 100, 104);
        task.endReadings();

        List<ScoredWindow> emitted = task.taken();
        assertThat(emitted)
                .extracting(ScoredWindow::kind)
                .containsExactly(Kind.WINDOW, Kind.WINDOW, Kind.SERIES_RESTARTED, Kind.WINDOW);
        assertThat(emitted).extracting(ScoredWindow::timestampMillis).containsExactly(at(4), at(5), at(100), at(104));
    }

    @Test
    void smoothingStartsAnewAfterALongPauseHoweverBundled() throws Exception {
        Recipe smoothing = MODEL.smoothing(0.1);
        var scores = new ArrayList<Double>();
        for (int windows : new int[] {1, 3, 100}) {
            start(Settings.bundles(windows), smoothing);
            readings("pump", 0, 5);
            readings("pump", 100, 104);
            task.endReadings();
            List<ScoredWindow> emitted = task.taken();
            scores.add(emitted.get(emitted.size() - 1).score());
            task.close();
        }
        start(Settings.bundles(1), smoothing);
        readings("pump", 100, 104);

        assertThat(scores).containsOnly(takenScores().get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void shortPauseIsBridgedByImputedStepsThatAreNotScoredThemselves(int windows) throws Exception {
        start(Settings.imputing(windows, Imputation.PREVIOUS), MODEL);
        readings("pump", 0, 5);
        task.reading("pump", at(8), values(8)); // 6 and 7 are missing
        readings("pump", 9, 16);
        task.endReadings();

        List<ScoredWindow> emitted = task.taken();
        assertThat(emitted)
                .extracting(w -> (w.timestampMillis() - START) / SECOND)
                .containsExactly(4L, 5L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L);
        assertThat(emitted.get(2).score()).as("rows 5, 5, 5, 8 after 4").isEqualTo(scoreOf(4, 5, 5, 5, 8));
        assertThat(emitted)
                .extracting(ScoredWindow::dataQuality)
                .startsWith(DataQuality.GOOD, DataQuality.GOOD, DataQuality.IMPUTED, DataQuality.IMPUTED)
                .endsWith(DataQuality.GOOD, DataQuality.GOOD, DataQuality.GOOD, DataQuality.GOOD, DataQuality.GOOD);
    }

    /** The score of a window with the values of these seconds. */
    private double scoreOf(int... seconds) throws Exception {
        restartFrom(null, Settings.bundles(1), MODEL);
        for (int i = 0; i < seconds.length; i++) {
            task.reading("pump", at(i), values(seconds[i]));
        }
        return takenScores().get(0);
    }

    @Test
    void windowOfImputedStepsIsDegraded() throws Exception {
        start(Settings.imputing(1, Imputation.LINEAR), MODEL);
        readings("pump", 0, 4);
        task.reading("pump", at(8), values(8)); // 3 of 5 rows are imputed

        assertThat(task.taken())
                .extracting(ScoredWindow::dataQuality)
                .containsExactly(DataQuality.GOOD, DataQuality.DEGRADED);
    }

    @Test
    void missingSensorIsFilledWithItsPreviousValue() throws Exception {
        start(Settings.imputing(1, Imputation.PREVIOUS), MODEL);
        readings("pump", 0, 4);
        task.taken();
        double[] complete = values(5);
        complete[1] = values(4)[1];
        task.reading("pump", at(5), complete[0], Double.NaN, complete[2]);
        ScoredWindow filled = task.taken().get(0);

        restartFrom(null, Settings.imputing(1, Imputation.PREVIOUS), MODEL);
        readings("pump", 0, 4);
        task.taken();
        task.reading("pump", at(5), complete);
        ScoredWindow measured = task.taken().get(0);

        assertThat(filled.score()).isEqualTo(measured.score());
        assertThat(filled.dataQuality()).isEqualTo(DataQuality.IMPUTED);
        assertThat(measured.dataQuality()).isEqualTo(DataQuality.GOOD);
    }

    @Test
    void missingSensorsAndStepsAreFilledWithTheFixedValue() throws Exception {
        start(Settings.imputing(1, Imputation.FIXED), MODEL); // 0
        readings("pump", 0, 4);
        task.reading("pump", at(6), 1, Double.NaN, 1);
        List<Double> filled = takenScores();

        restartFrom(null, Settings.bundles(1), MODEL);
        readings("pump", 0, 4);
        task.reading("pump", at(5), 0, 0, 0);
        task.reading("pump", at(6), 1, 0, 1);
        List<Double> measured = takenScores();

        assertThat(filled).containsExactly(measured.get(0), measured.get(2));
    }

    @Test
    void windowWithAMissingValueIsNotScoredWithoutImputation() throws Exception {
        start(Settings.bundles(100), MODEL);
        readings("pump", 0, 6);
        task.reading("pump", at(7), 1, Double.NaN, 1);
        readings("pump", 8, 13);
        task.endReadings();

        assertThat(takenSeconds())
                .as("until the row with the hole has left the window")
                .containsExactly(4L, 5L, 6L, 12L, 13L);
    }

    @Test
    void readingWithoutAnyKnownSensorIsRejected() throws Exception {
        start(Settings.bundles(1), MODEL);

        task.reading("pump", at(0), new String[] {"colour"}, 3);

        RejectedReading rejected = task.side(Outputs.REJECTED).get(0);
        assertThat(rejected.getReason()).isEqualTo(RejectReason.NO_KNOWN_SENSOR);
        assertThat(rejected.getDetail()).contains("temperature, pressure, vibration");
        assertThat(task.numEventTimeTimers()).as("it left no state").isZero();
    }

    @Test
    void silentMachineIsGivenUpAfterTheTtlAndLeavesNothing() throws Exception {
        start(Settings.bundles(1), MODEL);
        readings("pump", 0, 4);
        task.taken();

        task.watermark(at(4) + HOUR - 1);
        assertThat(task.taken()).isEmpty();
        task.watermark(at(4) + HOUR);

        assertThat(task.taken()).singleElement().satisfies(mark -> {
            assertThat(mark.kind()).isEqualTo(Kind.SILENT);
            assertThat(mark.machineId()).isEqualTo("pump");
            assertThat(mark.timestampMillis()).isEqualTo(at(4) + HOUR);
        });
        assertThat(task.numEventTimeTimers()).isZero();
        assertThat(task.stateEntries()).isZero();
    }

    @Test
    void machineThatSpeaksUpInTimeKeepsItsState() throws Exception {
        start(Settings.bundles(1), MODEL);
        for (int minute = 0; minute < 200; minute++) {
            task.reading("pump", START + minute * MINUTE, values(minute));
            task.watermark(START + minute * MINUTE);
        }

        assertThat(task.taken()).hasSize(196).allMatch(w -> w.kind() == Kind.WINDOW);
        assertThat(task.numEventTimeTimers()).isEqualTo(1);
        assertThat(task.stateEntries()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void machineThatComesBackAfterTheTtlGivesTheSameWhetherTheWatermarkCameByOrNot(boolean learning) throws Exception {
        Recipe model = learning ? MODEL.smoothing(0.3).learning() : MODEL.smoothing(0.3);
        for (int windows : new int[] {1, 100}) {
            start(Settings.bundles(windows), model);
            readings("pump", 0, 30);
            readings("pump", 4000, 4030);
            task.endReadings();
            List<ScoredWindow> burst = task.taken();

            restartFrom(null, Settings.bundles(windows), model);
            readings("pump", 0, 30);
            task.watermark(at(3900));
            readings("pump", 4000, 4030);
            task.endReadings();

            assertThat(summaries(task.taken())).isEqualTo(summaries(burst)).hasSize(27 + 1 + 27);
            task.close();
        }
    }

    private static List<String> summaries(List<ScoredWindow> windows) {
        return windows.stream()
                .map(w -> w.kind() + " " + w.timestampMillis() + " " + w.score())
                .toList();
    }

    @Test
    void machineWhoseReadingsAreOlderThanEverybodyElsesIsScoredAllTheSame() throws Exception {
        start(Settings.outOfOrder(1, 2 * SECOND), MODEL);
        task.watermark(at(10 * 3600));
        for (int second = 0; second <= 20; second += 3) {
            for (int shuffled : new int[] {second + 2, second, second + 1}) {
                task.reading("pump", at(shuffled), values(shuffled));
                task.watermark(at(10 * 3600) + shuffled);
            }
        }

        assertThat(takenSeconds()).containsExactlyElementsOf(seconds(4, 18));
        assertThat(task.side(Outputs.LATE)).isEmpty();
        task.watermark(at(10 * 3600) + 20 + HOUR);
        assertThat(task.taken())
                .as("it is silent no sooner than others, and leaves nothing either")
                .extracting(ScoredWindow::kind)
                .containsExactly(Kind.WINDOW, Kind.WINDOW, Kind.SILENT);
        assertThat(task.stateEntries()).isZero();
    }

    private static List<Long> seconds(int from, int to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void endOfInputReleasesWhatWaitsButGivesNobodyUp() throws Exception {
        start(Settings.outOfOrder(1, 2 * SECOND), MODEL);
        readings("pump", 0, 6);
        task.taken();

        task.watermark(Long.MAX_VALUE);

        assertThat(task.taken()).extracting(ScoredWindow::kind).containsExactly(Kind.WINDOW, Kind.WINDOW);
    }

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

    private List<Double> scoresOf(Recipe model, int from, int to) throws Exception {
        restartFrom(null, Settings.bundles(1), model);
        readings("pump", from, to);
        return takenScores();
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

    @Test
    void anomalousWindowSaysWhy() throws Exception {
        start(Settings.bundles(1), MODEL.threshold(1e-6));
        readings("pump", 0, 4);

        ScoredWindow window = task.taken().get(0);
        assertThat(window.anomalous()).isTrue();
        assertThat(window.evidence().sensors()).containsExactlyInAnyOrder(TinyModels.SENSORS);
        assertThat(window.evidence().contributions()[0])
                .isGreaterThanOrEqualTo(window.evidence().contributions()[1]);
        assertThat(window.evidence().reason()).contains(window.evidence().sensors()[0]);
        assertThat(window.evidence().stepsBeforeEnd()).hasSize(3);
    }
}
