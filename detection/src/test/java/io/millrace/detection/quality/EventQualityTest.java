package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventQualityTest {

    @ParameterizedTest
    @CsvSource({
        // labels, predicted, TP, FP, FN
        "0111000110, 0010000010, 2, 0, 0",
        "0111000110, 0010000000, 1, 0, 1",
        "0111000110, 0101010000, 1, 1, 1",
        "0111000110, 0111111110, 2, 0, 0",
        "0111000110, 1000110001, 0, 3, 2",
        "0000000000, 0110000100, 0, 2, 0",
        "0111000110, 0000000000, 0, 0, 2",
    })
    void anEventIsFoundByOneRowAndAFalseAlarmTouchesNone(
            String labels, String predicted, int found, int falseAlarms, int missed) {
        EventMatching matching = EventMatching.of(
                Interval.fromLabels(IntervalTest.flags(labels)), Interval.fromLabels(IntervalTest.flags(predicted)));

        assertThat(matching.quality()).isEqualTo(new EventQuality(found, falseAlarms, missed));
    }

    @Test
    void namesTheEventsAndTheDelays() {
        List<Interval> truth = List.of(new Interval(10, 20), new Interval(40, 50), new Interval(70, 80));
        List<Interval> predicted =
                List.of(new Interval(13, 14), new Interval(18, 25), new Interval(30, 33), new Interval(38, 41));

        EventMatching matching = EventMatching.of(truth, predicted);

        assertThat(matching.found()).containsExactly(new Interval(10, 20), new Interval(40, 50));
        assertThat(matching.missed()).containsExactly(new Interval(70, 80));
        assertThat(matching.falseAlarms()).containsExactly(new Interval(30, 33));
        assertThat(matching.delays()).containsExactly(3, 0);
    }

    @Test
    void addsCountsAndTakesTheRatesOfTheSums() {
        EventQuality suite = new EventQuality(1, 0, 3).plus(new EventQuality(2, 1, 0));

        assertThat(suite).isEqualTo(new EventQuality(3, 1, 3));
        assertThat(suite.precision()).isEqualTo(0.75);
        assertThat(suite.recall()).isEqualTo(0.5);
        assertThat(suite.f1()).isEqualTo(0.6, within(1e-12));
        assertThat(EventQuality.EMPTY.f1()).isZero();
    }

    @Test
    void delayIsSummarisedOverTheFoundEventsAndTellsHowManyWereMissed() {
        DetectionDelay delay = new DetectionDelay(List.of(0, 3), 1).plus(new DetectionDelay(List.of(9, 4), 0));

        assertThat(delay.mean()).isEqualTo(4);
        assertThat(delay.median()).isEqualTo(3.5);
        assertThat(delay.max()).isEqualTo(9);
        assertThat(delay.missed()).isEqualTo(1);
        assertThat(DetectionDelay.time(delay.median(), Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(7));
        assertThat(DetectionDelay.EMPTY.median()).isNaN();
    }

    @Test
    void falseAlarmsAreCountedPerMachineAndDay() {
        EventMatching matching = EventMatching.of(List.of(), List.of(new Interval(3, 4), new Interval(9, 9)));

        // 1,440 rows a minute apart are a day; a second machine watched for a day raised none.
        FalseAlarms one = FalseAlarms.of(matching, 1_440, Duration.ofMinutes(1));
        FalseAlarms both = one.plus(new FalseAlarms(0, Duration.ofDays(1)));

        assertThat(one.perMachineDay()).isEqualTo(2);
        assertThat(both.perMachineDay()).isEqualTo(1);
        assertThat(FalseAlarms.NONE.perMachineDay()).isNaN();
        assertThatIllegalArgumentException().isThrownBy(() -> new FalseAlarms(-1, Duration.ZERO));
    }
}
