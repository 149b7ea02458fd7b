package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.HOUR;
import static io.millrace.job.operator.Settings.MINUTE;
import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.operator.ScoredWindow.Kind;
import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readings that come out of order, late, twice, or no more. */
class ReadingOrderTest extends TaskWithReadings {

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
}
