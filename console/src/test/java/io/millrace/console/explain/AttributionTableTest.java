package io.millrace.console.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.explain.AttributionTable.Cell;
import io.millrace.console.explain.AttributionTable.Part;
import io.millrace.console.explain.AttributionTable.Row;
import io.millrace.detection.explain.Attribution;
import io.millrace.detection.explain.Attribution.Segment;
import io.millrace.detection.explain.WindowExplanation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttributionTableTest {

    /** A window of four steps in two parts, and a threshold of 2. */
    private static AttributionTable table(double[][] values) {
        int sensors = values.length;
        double[] sums =
                Arrays.stream(values).mapToDouble(row -> row[0] + row[1]).toArray();
        var attribution = new Attribution(
                IntStream.range(0, sensors).mapToObj(n -> "s" + n).toList(),
                List.of(new Segment(3, 2), new Segment(1, 0)),
                values,
                new double[sensors][2],
                sums,
                new double[sensors],
                new double[2],
                new double[2],
                10,
                1,
                8,
                1);
        var explanation = new WindowExplanation(
                null, attribution, null, List.of(), List.of(), Optional.empty(), "nothing", 2, 100);
        return AttributionTable.of(
                new DeepExplanation("m", "model", 1, "pca", new long[] {1_000, 2_000, 3_000, 4_000}, explanation, 5));
    }

    @Test
    void aShadeSaysHowLargeAndItsSignWhichWay() {
        AttributionTable table = table(new double[][] {{0.1, -4}, {20, 8}});

        assertThat(table.parts()).containsExactly(new Part(1_000, 2_000), new Part(3_000, 4_000));
        assertThat(table.rows())
                .containsExactly(
                        new Row("s1", "+14.0 ± 0.00", List.of(new Cell("+10.0", 5), new Cell("+4.00", 2))),
                        new Row("s0", "−1.95 ± 0.00", List.of(new Cell("·", 0), new Cell("−2.00", -1))));
    }

    @Test
    void sensorsBeyondTheTwelfthShareARow() {
        AttributionTable table = table(
                IntStream.range(0, 15).mapToObj(n -> new double[] {15 - n, 0}).toArray(double[][]::new));

        assertThat(table.rows()).hasSize(13);
        assertThat(table.rows().get(11).sensor()).isEqualTo("s11");
        assertThat(table.rows().get(12)).isEqualTo(new Row("3 others", "+3.00", List.of()));
    }

    @Test
    void whereNothingAddsAnythingThereIsNoShade() {
        assertThat(table(new double[1][2]).rows())
                .containsExactly(new Row("s0", "+0.00 ± 0.00", List.of(new Cell("·", 0), new Cell("·", 0))));
    }
}
