package io.millrace.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.reading.SensorLayout;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SensorAlignmentTest {

    private static final Series FIRST = series("pump-1", List.of("flow", "speed", "heat"), new double[][] {{1, 2, 3}});

    @Test
    void theOrderOfColumnsIsNoDifference() {
        Series other = series("pump-2", List.of("heat", "flow", "speed"), new double[][] {{3, 1, 2}, {6, 4, 5}});

        SensorAlignment.Aligned aligned = SensorAlignment.EQUAL.align(List.of(FIRST, other), 0, Series::machineId);

        assertThat(aligned.series().get(0)).isSameAs(FIRST);
        assertThat(aligned.series().get(1))
                .isEqualTo(series("pump-2", List.of("flow", "speed", "heat"), new double[][] {{1, 2, 3}, {4, 5, 6}}));
        assertThat(aligned.leftOut()).isEmpty();
    }

    @Test
    void differentSensorsAreRefusedByNameUnlessAskedFor() {
        Series other = series("pump-2", List.of("flow", "noise"), new double[][] {{1, 9}});

        assertThatThrownBy(() -> SensorAlignment.EQUAL.align(List.of(FIRST, other), 0, one -> one.machineId() + ".csv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pump-1.csv has 3 with [heat, speed] alone, pump-2.csv has 2 with [noise] alone");
    }

    @Test
    void theIntersectionIsWhatAllHaveAndSaysWhatItLeavesOut() {
        Series second = series("pump-2", List.of("noise", "heat", "flow"), new double[][] {{9, 3, 1}});
        Series third = series("pump-3", List.of("flow", "heat", "speed"), new double[][] {{1, 3, 2}});

        SensorAlignment.Aligned aligned =
                SensorAlignment.INTERSECTION.align(List.of(FIRST, second, third), 0, Series::machineId);

        assertThat(aligned.series()).allSatisfy(one -> {
            assertThat(one.layout().names()).containsExactly("flow", "heat");
            assertThat(one.rows()).isDeepEqualTo(new double[][] {{1, 3}});
        });
        assertThat(aligned.leftOut())
                .containsEntry("speed", List.of("pump-1", "pump-3"))
                .containsEntry("noise", List.of("pump-2"))
                .hasSize(2);
    }

    @Test
    void theUnionFillsWhatAMachineLacks() {
        Series second = series("pump-2", List.of("noise", "flow"), new double[][] {{9, 1}, {8, 2}});

        SensorAlignment.Aligned aligned = SensorAlignment.UNION.align(List.of(FIRST, second), -1, Series::machineId);

        assertThat(aligned.series())
                .containsExactly(
                        series("pump-1", List.of("flow", "speed", "heat", "noise"), new double[][] {{1, 2, 3, -1}}),
                        series("pump-2", List.of("flow", "speed", "heat", "noise"), new double[][] {
                            {1, -1, -1, 9}, {2, -1, -1, 8}
                        }));
        assertThat(aligned.leftOut()).isEmpty();
        assertThat(aligned.filledIn())
                .containsEntry("speed", List.of("pump-2"))
                .containsEntry("heat", List.of("pump-2"))
                .containsEntry("noise", List.of("pump-1"))
                .hasSize(3);
    }

    @Test
    void machinesWithNothingInCommonAreRefused() {
        Series oven = series("oven-1", List.of("zone"), new double[][] {{1}});

        assertThatThrownBy(() -> SensorAlignment.INTERSECTION.align(List.of(FIRST, oven), 0, Series::machineId))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no sensor is common to all 2 series");
    }

    private static Series series(String machineId, List<String> names, double[][] rows) {
        var timestamps = new long[rows.length];
        java.util.Arrays.setAll(timestamps, row -> 1_000L * row);
        return new Series(machineId, SensorLayout.ofNames(names), timestamps, rows, Optional.empty());
    }
}
