package io.millrace.detection.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineeredFeaturesTest {

    private static final FeaturePlan HAND =
            new FeaturePlan(4, 1, List.of(new float[] {0, 1, 2}), new int[] {1, 3}, new int[] {2, 4});

    private static double[] compute(FeaturePlan plan, int width, float... window) {
        var features = new EngineeredFeatures(plan);
        var out = new double[features.size()];
        features.compute(window, 0, width, out);
        return out;
    }

    @Test
    void agreesWithAWindowWorkedOutByHand() {
        double[] vector = compute(HAND, 2, 2, 1, 4, 2, 6, 2, 8, 2);

        double deviation4 = Math.sqrt((9 + 1 + 1 + 9) / 4.0);
        assertThat(vector)
                .containsExactly(
                        new double[] {
                            8, // value
                            6,
                            2, // a row before, and the difference
                            2,
                            6, // three rows before
                            7,
                            1,
                            6,
                            8,
                            8 / 7.0, // two rows: mean, deviation, least, most, ratio
                            5,
                            deviation4,
                            2,
                            8,
                            8 / 5.0, // four rows
                            0,
                            0,
                            1, // state 2
                            2 // for two rows since it changed
                        },
                        within(1e-12));
    }

    @Test
    void namesAndPlacesFitTheVector() {
        var features = new EngineeredFeatures(HAND);

        assertThat(IntStream.range(0, features.size())
                        .mapToObj(f -> features.feature(f).name()))
                .containsExactly(
                        "value",
                        "lag1",
                        "difference1",
                        "lag3",
                        "difference3",
                        "mean2",
                        "deviation2",
                        "min2",
                        "max2",
                        "ratio2",
                        "mean4",
                        "deviation4",
                        "min4",
                        "max4",
                        "ratio4",
                        "is0",
                        "is1",
                        "is2",
                        "rowsInState");
        assertThat(features.feature(4)).isEqualTo(new EngineeredFeatures.Feature("difference3", 0, 3, 0));
        assertThat(features.feature(18).column()).isEqualTo(1);
    }

    @Test
    void whatIsMissingMakesMissingWhatRestsOnItAlone() {
        double[] vector = compute(HAND, 2, 2, 1, 4, 2, Float.NaN, 2, 8, 7);

        assertThat(vector[0]).isEqualTo(8);
        assertThat(vector[1]).isNaN();
        assertThat(vector[2]).isNaN();
        assertThat(vector[5]).isEqualTo(8); // the mean of what is there
        assertThat(vector[10]).isCloseTo(14 / 3.0, within(1e-12));
        assertThat(List.of(vector[15], vector[16], vector[17])).containsOnly(0.0); // a state that training has not seen
        assertThat(compute(HAND, 2, 1, 0, -1, 0, 1, 0, -1, 0)[14]).isNaN(); // a ratio to 0
    }

    /** The naive twin sees the series alone; the job sees a ring of rows. */
    @Test
    void theStreamsVectorsAreTheBatchsAndNoLaterRowIsInThem() {
        var random = new Random(3);
        FeaturePlan plan = FeaturePlan.of(7, 3, List.of(new float[] {0, 1}));
        var features = new EngineeredFeatures(plan);
        int width = 5;
        var series = new float[40 * width];
        for (int i = 0; i < series.length; i++) {
            series[i] = i % width == 3 ? random.nextInt(2) : (float) random.nextGaussian();
        }
        var ring = new float[7 * width];
        for (int row = 0; row < 40; row++) {
            System.arraycopy(ring, width, ring, 0, 6 * width);
            System.arraycopy(series, row * width, ring, 6 * width, width);
            if (row < 6) {
                continue;
            }
            var streamed = new double[features.size()];
            features.compute(ring, 0, width, streamed);
            float[] otherFuture = series.clone();
            for (int i = (row + 1) * width; i < series.length; i++) {
                otherFuture[i] = (float) random.nextGaussian();
            }
            var batch = new double[features.size()];
            features.compute(otherFuture, (row - 6) * width, width, batch);
            assertThat(streamed).containsExactly(batch);
            assertThat(batch[0]).isEqualTo(series[row * width]);
            double mean = 0;
            for (int back = 0; back < 7; back++) {
                mean += series[(row - back) * width] / 7.0;
            }
            int meanOfAll = indexOf(features, "mean7");
            assertThat(batch[meanOfAll]).isCloseTo(mean, within(1e-6));
        }
    }

    private static int indexOf(EngineeredFeatures features, String name) {
        return IntStream.range(0, features.size())
                .filter(f -> features.feature(f).name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWindowOfOneRowHasItsValuesAlone() {
        FeaturePlan plan = FeaturePlan.of(1, 2, List.of());

        assertThat(compute(plan, 2, 5, 6)).containsExactly(5, 6);
    }

    @Test
    void refusesLagsAndSpansBeyondTheWindow() {
        assertThatThrownBy(() -> new FeaturePlan(4, 1, List.of(), new int[] {4}, new int[0]))
                .hasMessage("lags must rise from 1 to at most 3, found [4]");
        assertThatThrownBy(() -> new FeaturePlan(4, 1, List.of(), new int[] {2, 1}, new int[0]))
                .hasMessage("lags must rise from 1 to at most 3, found [2, 1]");
        assertThatThrownBy(() -> new FeaturePlan(4, 1, List.of(), new int[0], new int[] {1}))
                .hasMessage("spans must rise from 2 to at most 4, found [1]");
        assertThatThrownBy(() -> new FeaturePlan(0, 1, List.of(), new int[0], new int[0]))
                .hasMessage("features need at least one step and one sensor, found 0 and 1");
    }
}
