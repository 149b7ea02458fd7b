package io.millrace.detection.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowRingTest {

    private static double[] contents(RowRing ring) {
        var out = new double[ring.count() * ring.sensors()];
        ring.copyTo(out);
        return out;
    }

    @Test
    void losesTheOldestRowWhenFull() {
        var ring = new RowRing(3, 1);

        for (double value : new double[] {'a', 'b', 'c', 'd'}) {
            ring.append(new double[] {value});
        }

        assertThat(contents(ring)).containsExactly('b', 'c', 'd');
        assertThat(ring.isFull()).isTrue();
    }

    @Test
    void isFullWithItsLastRowAndNotBefore() {
        var ring = new RowRing(2, 2);
        ring.append(new double[] {1, 2});
        assertThat(ring.isFull()).isFalse();
        ring.append(new double[] {3, 4});
        assertThat(ring.isFull()).isTrue();
        ring.clear();
        assertThat(ring.isFull()).isFalse();
        assertThat(ring.count()).isZero();
    }

    @Test
    void behavesAsAListThatForgetsItsHead() {
        for (long seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            int capacity = 1 + random.nextInt(9);
            int sensors = 1 + random.nextInt(3);
            var ring = new RowRing(capacity, sensors);
            List<double[]> naive = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                switch (random.nextInt(20)) {
                    case 0 -> {
                        ring.clear();
                        naive.clear();
                    }
                    case 1 -> ring = RowRing.restore(capacity, sensors, ring.slots(), ring.head(), ring.count());
                    default -> {
                        double[] row = random.doubles(sensors).toArray();
                        ring.append(row);
                        naive.add(row);
                        if (naive.size() > capacity) {
                            naive.remove(0);
                        }
                    }
                }
                double[] expected =
                        naive.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
                assertThat(contents(ring)).as("seed %d, step %d", seed, i).containsExactly(expected);
                assertThat(ring.isFull()).as("seed %d, step %d", seed, i).isEqualTo(naive.size() == capacity);
                if (!naive.isEmpty()) {
                    var newest = new double[sensors];
                    ring.copyNewest(newest);
                    assertThat(newest).as("seed %d, step %d", seed, i).containsExactly(naive.get(naive.size() - 1));
                }
            }
        }
    }

    @Test
    void equalsByItsRowsWhereverTheyAreStored() {
        var turned = new RowRing(2, 1);
        turned.append(new double[] {0});
        turned.append(new double[] {1});
        turned.append(new double[] {2});
        var straight = new RowRing(2, 1);
        straight.append(new double[] {1});
        straight.append(new double[] {2});

        assertThat(turned).isEqualTo(straight).hasSameHashCodeAs(straight);
        straight.append(new double[] {3});
        assertThat(turned).isNotEqualTo(straight);
    }

    @Test
    void doesNotShareTheArrayItWasRestoredFrom() {
        double[] values = {1, 2};
        var ring = RowRing.restore(2, 1, values, 0, 2);

        values[0] = 99;

        assertThat(contents(ring)).containsExactly(1, 2);
    }

    @Test
    void refusesACheckpointThatContradictsItself() {
        assertThatThrownBy(() -> RowRing.restore(2, 1, new double[3], 0, 2)).hasMessageContaining("3 values");
        assertThatThrownBy(() -> RowRing.restore(2, 1, new double[2], 2, 2)).hasMessageContaining("head 2");
        assertThatThrownBy(() -> RowRing.restore(2, 1, new double[2], 0, 3)).hasMessageContaining("3 rows");
        assertThatThrownBy(() -> new RowRing(0, 1)).hasMessageContaining("0 × 1");
        assertThatThrownBy(() -> new RowRing(2, 1).copyNewest(new double[1])).hasMessageContaining("empty");
    }
}
