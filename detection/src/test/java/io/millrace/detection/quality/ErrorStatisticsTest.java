package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorStatisticsTest {

    @Test
    void summarisesTheNumbersFromZeroToAHundred() {
        ErrorStatistics statistics = ErrorStatistics.of(
                IntStream.rangeClosed(0, 100).mapToDouble(i -> 100 - i).toArray());

        assertThat(statistics.count()).isEqualTo(101);
        assertThat(statistics.mean()).isEqualTo(50);
        assertThat(statistics.standardDeviation()).isEqualTo(Math.sqrt(858.5), within(1e-9)); // 101 · 102 / 12
        assertThat(statistics.min()).isZero();
        assertThat(statistics.q25()).isEqualTo(25);
        assertThat(statistics.median()).isEqualTo(50);
        assertThat(statistics.q75()).isEqualTo(75);
        assertThat(statistics.q95()).isEqualTo(95);
        assertThat(statistics.q99()).isEqualTo(99);
        assertThat(statistics.max()).isEqualTo(100);
    }

    @Test
    void interpolatesBetweenRanks() {
        assertThat(ErrorStatistics.of(new double[] {4, 1}).median()).isEqualTo(2.5);
        assertThat(ErrorStatistics.of(new double[] {4, 1}).q25()).isEqualTo(1.75);
    }

    @Test
    void separatesTheClasses() {
        ErrorStatistics.ByClass classes =
                ErrorStatistics.byClass(new double[] {1, 10, 3, 30, 2}, IntervalTest.flags("01010"));

        assertThat(classes.normal().mean()).isEqualTo(2);
        assertThat(classes.normal().count()).isEqualTo(3);
        assertThat(classes.anomalous().mean()).isEqualTo(20);
        assertThat(classes.anomalous().count()).isEqualTo(2);
    }

    @Test
    void hasNoFiguresForNoRowsAndNoSpreadForOne() {
        ErrorStatistics.ByClass classes = ErrorStatistics.byClass(new double[] {5}, new boolean[1]);

        assertThat(classes.anomalous().count()).isZero();
        assertThat(classes.anomalous().mean()).isNaN();
        assertThat(classes.anomalous().q95()).isNaN();
        assertThat(classes.normal().median()).isEqualTo(5);
        assertThat(classes.normal().standardDeviation()).isNaN();
    }
}
