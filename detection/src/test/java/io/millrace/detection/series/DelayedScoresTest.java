package io.millrace.detection.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DelayedScoresTest {

    @Test
    void averagesAllWindowsThatContainARow() {
        // windows of 3 rows over 5 rows: rows 0–2, 1–3, 2–4
        var scores = new SeriesScores(2, new double[] {3, 6, 12}, new double[] {3, 6, 12});

        assertThat(scores.delayedPerRow(5, 3)).containsExactly(3, 4.5, 7, 9, 12);
        assertThat(scores.perRow(5)).containsExactly(3, 3, 3, 6, 12);
    }

    @Test
    void givesRowsBeforeTheFirstWindowItsScore() {
        // one row of lookback: the first window holds rows 1 and 2
        var scores = new SeriesScores(2, new double[] {4, 8}, new double[] {4, 8});

        assertThat(scores.delayedPerRow(4, 2)).containsExactly(4, 4, 6, 8);
    }

    @Test
    void givesZeroWithoutAnyWindow() {
        assertThat(new SeriesScores(9, new double[0], new double[0]).delayedPerRow(3, 10))
                .containsExactly(0, 0, 0);
    }
}
