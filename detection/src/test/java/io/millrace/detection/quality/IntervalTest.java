package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {

    @ParameterizedTest
    @CsvSource({
        "0000, ''",
        "1111, 0-3",
        "0110, 1-2",
        "1001, 0-0 3-3",
        "1011, 0-0 2-3",
        "'', ''",
    })
    void findsTheRunsOfAnomalousRows(String labels, String runs) {
        assertThat(String.join(
                        " ",
                        Interval.fromLabels(flags(labels)).stream()
                                .map(i -> i.start() + "-" + i.end())
                                .toList()))
                .isEqualTo(runs);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void labelsSurviveTheWayThroughIntervalsAndBack(long seed) {
        boolean[] labels = RandomSeries.of(seed, 200, 0).labels();

        assertThat(Interval.toLabels(Interval.fromLabels(labels), labels.length))
                .containsExactly(labels);
    }

    @ParameterizedTest
    @CsvSource({"2,4, 4,6, true", "2,4, 5,6, false", "2,9, 4,5, true", "4,5, 2,9, true", "3,3, 3,3, true"})
    void overlapsWhenOneRowIsShared(int start, int end, int otherStart, int otherEnd, boolean overlap) {
        Interval interval = new Interval(start, end);
        Interval other = new Interval(otherStart, otherEnd);

        assertThat(interval.overlaps(other)).isEqualTo(overlap);
        assertThat(other.overlaps(interval)).isEqualTo(overlap);
    }

    @Test
    void refusesAnEmptyIntervalAndOneBeyondTheSeries() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interval(5, 4))
                .withMessageContaining("[5, 4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interval.toLabels(List.of(new Interval(3, 10)), 10))
                .withMessageContaining("[3, 10]")
                .withMessageContaining("10 rows");
    }

    @Test
    void refusesALabelThatIsNeitherZeroNorOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Labels.of(new int[] {0, 1, 2}))
                .withMessageContaining("row 2");
    }

    static boolean[] flags(String zeroOne) {
        return Labels.of(zeroOne.chars().map(c -> c - '0').toArray());
    }
}
