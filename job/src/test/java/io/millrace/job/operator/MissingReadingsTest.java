package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.window.Imputation;
import io.millrace.job.operator.ScoredWindow.Kind;
import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pauses and missing values: what is filled in, and what starts anew. */
class MissingReadingsTest extends TaskWithReadings {

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
}
