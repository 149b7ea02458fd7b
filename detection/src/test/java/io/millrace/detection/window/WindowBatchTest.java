package io.millrace.detection.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowBatchTest {

    private static float[] window(WindowBatch batch, int n) {
        int from = batch.start(n) * batch.features();
        return Arrays.copyOfRange(batch.rows(), from, from + batch.steps() * batch.features());
    }

    @Test
    void everyWindowOfARunOfRowsSharesThem() {
        var batch = new WindowBatch(3, 1);

        int first = batch.addSegment(new float[] {1, 2, 3, 4, 5}, 5);

        assertThat(first).isZero();
        assertThat(batch.windows()).isEqualTo(3);
        assertThat(batch.rowCount()).isEqualTo(5);
        assertThat(window(batch, 0)).containsExactly(1, 2, 3);
        assertThat(window(batch, 2)).containsExactly(3, 4, 5);
    }

    @Test
    void noWindowReachesFromOneSegmentIntoTheNext() {
        var batch = new WindowBatch(2, 1);

        batch.addSegment(new float[] {1, 2, 3}, 3);
        int second = batch.addWindow(new float[] {7, 8});

        assertThat(second).isEqualTo(2);
        assertThat(window(batch, 1)).containsExactly(2, 3);
        assertThat(window(batch, 2)).containsExactly(7, 8);
    }

    @Test
    void holdsTheWindowsOfAListHoweverItGrowsAndIsCleared() {
        for (long seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            int steps = 1 + random.nextInt(5);
            int features = 1 + random.nextInt(3);
            var batch = new WindowBatch(steps, features);
            for (int bundle = 0; bundle < 4; bundle++) {
                batch.clear();
                List<float[]> naive = new ArrayList<>();
                for (int s = 0; s < random.nextInt(6); s++) {
                    int count = steps + random.nextInt(10);
                    var segment = new float[count * features + random.nextInt(3)]; // a scratch array may be longer
                    for (int i = 0; i < segment.length; i++) {
                        segment[i] = random.nextFloat();
                    }
                    assertThat(batch.addSegment(segment, count)).isEqualTo(naive.size());
                    for (int n = 0; n + steps <= count; n++) {
                        naive.add(Arrays.copyOfRange(segment, n * features, (n + steps) * features));
                    }
                }
                assertThat(batch.windows()).as("seed %d", seed).isEqualTo(naive.size());
                for (int n = 0; n < naive.size(); n++) {
                    assertThat(window(batch, n))
                            .as("seed %d, window %d", seed, n)
                            .containsExactly(naive.get(n));
                }
            }
        }
    }

    @Test
    void refusesSegmentsShorterThanAWindow() {
        assertThatThrownBy(() -> new WindowBatch(3, 1).addSegment(new float[2], 2))
                .hasMessageContaining("at least 3 rows, found 2");
        assertThatThrownBy(() -> new WindowBatch(0, 1)).hasMessageContaining("0 × 1");
    }
}
