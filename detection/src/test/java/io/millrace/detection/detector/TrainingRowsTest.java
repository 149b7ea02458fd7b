package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingRowsTest {

    @Test
    void takesEvenlySpacedWindowsThatNeverSpanTwoSeries() {
        var rows = new TrainingRows(List.of(new float[] {0, 1, 2, 3}, new float[] {7}, new float[] {10, 11, 12}), 1);

        assertThat(rows.windows(2)).isEqualTo(5);
        assertThat(rows.sample(2, 100))
                .containsExactly(
                        new float[] {0, 1}, new float[] {1, 2}, new float[] {2, 3}, new float[] {10, 11}, new float[] {
                            11, 12
                        });
        assertThat(rows.sample(2, 2)).containsExactly(new float[] {0, 1}, new float[] {2, 3});
    }

    @Test
    void dividesEverySeriesInTime() {
        var rows = new TrainingRows(List.of(new float[] {0, 1, 2, 3, 4}, new float[] {5, 6}), 1);

        assertThat(rows.head(0.6).series()).containsExactly(new float[] {0, 1, 2}, new float[] {5});
        assertThat(rows.tail(0.6, 1).series()).containsExactly(new float[] {2, 3, 4}, new float[] {5, 6});
    }

    @Test
    void narrowsToTheLeadingFeatures() {
        var rows = TrainingRows.of(new float[] {1, 2, 3, 4, 5, 6}, 3);

        assertThat(rows.leading(2).series()).containsExactly(new float[] {1, 2, 4, 5});
    }
}
