package io.millrace.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.training.series.Series;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WindowGeneratorTest {

    private static final int ROWS = 30;
    private static final List<Series> MACHINES =
            List.of(Recordings.machine("m1", 600, 1), Recordings.machine("m2", 400, 2));

    private static final Map<GeneratorKind, WindowGenerator> FITTED = new EnumMap<>(GeneratorKind.class);

    /** Learning takes seconds: each is fitted once. */
    private static WindowGenerator fitted(GeneratorKind kind) {
        return FITTED.computeIfAbsent(kind, one -> one.fit(MACHINES, ROWS, 1));
    }

    @ParameterizedTest
    @EnumSource(GeneratorKind.class)
    void windowsStayInTheRecordedRangeAndAreNoCopies(GeneratorKind kind) {
        SensorRanges ranges = SensorRanges.of(MACHINES);

        List<double[][]> windows = fitted(kind).windows(50, 2);

        assertThat(windows).hasSize(50);
        for (double[][] window : windows) {
            assertThat(window).hasNumberOfRows(ROWS);
            for (double[] row : window) {
                for (int j = 0; j < row.length; j++) {
                    assertThat(row[j]).isBetween(ranges.lowest()[j], ranges.highest()[j]);
                }
                assertThat(row[3]).as("a switch").isIn(0.0, 1.0);
                assertThat(row[4]).as("what stands still").isEqualTo(7);
            }
        }
        assertThat(windows.get(0)[ROWS / 2]).isNotEqualTo(windows.get(1)[ROWS / 2]);
        assertThat(MACHINES.stream().flatMap(series -> Arrays.stream(series.rows())))
                .noneMatch(row -> row[0] == windows.get(0)[ROWS / 2][0]);
    }

    @ParameterizedTest
    @EnumSource(GeneratorKind.class)
    void theSeedDecides(GeneratorKind kind) {
        WindowGenerator generator = fitted(kind);

        assertThat(generator.windows(3, 5).toArray(double[][][]::new))
                .isDeepEqualTo(kind.fit(MACHINES, ROWS, 1).windows(3, 5).toArray(double[][][]::new));
        assertThat(generator.windows(3, 5).get(0))
                .isNotEqualTo(generator.windows(3, 6).get(0));
    }

    @ParameterizedTest
    @EnumSource(GeneratorKind.class)
    void windowsHaveTheLevelAndSpreadOfTheRecordedOnes(GeneratorKind kind) {
        List<double[][]> windows = fitted(kind).windows(300, 2);
        SensorRanges recorded = SensorRanges.of(MACHINES);

        for (int j = 0; j < 3; j++) {
            int sensor = j;
            double[] values = windows.stream()
                    .flatMap(Arrays::stream)
                    .mapToDouble(row -> row[sensor])
                    .toArray();
            double mean = Arrays.stream(values).average().orElseThrow();
            double middle = (recorded.lowest()[j] + recorded.highest()[j]) / 2;
            double deviation = Math.sqrt(Arrays.stream(values)
                    .map(x -> (x - mean) * (x - mean))
                    .average()
                    .orElseThrow());
            assertThat(Math.abs(mean - middle)).isLessThan(0.4 * recorded.deviation()[j]);
            assertThat(deviation / recorded.deviation()[j]).isBetween(0.5, 1.6);
        }
    }

    /** What the light generator cannot: it knows sensors one by one. */
    @Test
    void theAutoencoderKnowsThatSensorsMoveTogether() {
        List<double[][]> windows = fitted(GeneratorKind.VAE).windows(300, 2);

        double product = 0;
        double pressure = 0;
        double flow = 0;
        for (double[][] window : windows) {
            for (double[] row : window) {
                double p = row[0] - 5;
                double f = row[1] - 20;
                product += p * f;
                pressure += p * p;
                flow += f * f;
            }
        }
        assertThat(product / Math.sqrt(pressure * flow)).isGreaterThan(0.8);
    }

    @ParameterizedTest
    @EnumSource(GeneratorKind.class)
    void seriesShorterThanAWindowAreRefused(GeneratorKind kind) {
        assertThatThrownBy(() -> kind.fit(MACHINES, 601, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a series with as many rows, the longest has 600");
    }

    @Test
    void aFactorOutOfItsRangeIsRefused() {
        assertThatThrownBy(() -> new AugmentOptions(GeneratorKind.LIGHT, 0)).hasMessageContaining("above 0 to 10");
        assertThatThrownBy(() -> new AugmentOptions(GeneratorKind.VAE, Double.NaN))
                .hasMessageContaining("NaN");
        assertThat(new AugmentOptions(GeneratorKind.LIGHT, 0.3).count(100)).isEqualTo(30);
        assertThat(new AugmentOptions(GeneratorKind.LIGHT, 0.3).count(1)).isEqualTo(1);
    }
}
