package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.quality.EventQuality;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.series.Series;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelMatchingTest {

    @Test
    void findsAnEventThatAnAlertOverlaps() {
        LabelMatching matching = match("0011100000", alert("m", 4_000, 4_500, 6_000));

        assertThat(matching.quality()).isEqualTo(new EventQuality(1, 0, 0));
        assertThat(matching.medianDelaySeconds()).hasValue(2.5);
    }

    @Test
    void doesNotExtendAnEvent() {
        LabelMatching matching = match("0011100000", alert("m", 5_000, 5_000, 6_000));

        assertThat(matching.quality()).isEqualTo(new EventQuality(0, 1, 1));
        assertThat(matching.medianDelaySeconds()).isEmpty();
    }

    @Test
    void placesAnAlertBetweenTwoRowsOnTheNextOne() {
        assertThat(match("0001000000", alert("m", 2_500, 2_500, 2_900)).quality())
                .isEqualTo(new EventQuality(1, 0, 0));
    }

    @Test
    void leavesOtherMachinesAlertsAside() {
        assertThat(match("0011100000", alert("other", 2_000, 2_000, 5_000)).quality())
                .isEqualTo(new EventQuality(0, 0, 1));
    }

    @Test
    void sharesOutTheTimeUnderAlert() {
        AlertSpan first = alert("m", 1_000, 1_000, 3_000);
        AlertSpan overlapping = alert("m", 2_000, 2_000, 4_000);

        assertThat(LabelMatching.alertedShare(List.of(series("0000000000")), List.of(first, overlapping)))
                .isEqualTo(0.4);
    }

    /** One row a second. */
    private static LabelMatching match(String labels, AlertSpan... alerts) {
        return LabelMatching.of(List.of(series(labels)), List.of(alerts));
    }

    private static Series series(String labels) {
        int rows = labels.length();
        boolean[] marks = new boolean[rows];
        IntStream.range(0, rows).forEach(row -> marks[row] = labels.charAt(row) == '1');
        return new Series(
                "m",
                SensorLayout.ofNames(List.of("level")),
                IntStream.range(0, rows).mapToLong(row -> row * 1_000L).toArray(),
                new double[rows][1],
                Optional.of(marks));
    }

    private static AlertSpan alert(String machine, long starts, long opened, long ends) {
        return new AlertSpan(machine + starts, machine, starts, opened, ends, true);
    }
}
