package io.millrace.detection.morphology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series are drawn: {@code #} is an anomalous window, {@code .} a normal one. */
class MorphologyTest {

    private static String events(Morphology morphology, String drawn) {
        var out = new StringBuilder(".".repeat(drawn.length()));
        for (Run run : morphology.events(Drawn.series(drawn))) {
            for (int i = run.start(); i <= run.end(); i++) {
                out.setCharAt(i, '#');
            }
        }
        return out.toString();
    }

    @ParameterizedTest(name = "min {0}, gap {1}, dilation {2}: {3} ⇒ {4}")
    @CsvSource({
        // runs shorter than the minimum go
        "1, 0, 0, .#..##.., .#..##..",
        "2, 0, 0, .#..##.., ....##..",
        "3, 0, 0, ###..##., ###.....",
        "3, 0, 0, ......##, ........",
        // gaps of at most mergeGap are filled
        "1, 1, 0, .#.#..#., .###..#.",
        "1, 2, 0, .#.#..#., .######.",
        // removal comes first: a short run is no bridge over a gap
        "2, 2, 0, ##..#..##, ##.....##",
        "2, 5, 0, ##..#..##, #########",
        // and two short runs side by side do not make a long one
        "3, 1, 0, ##.##.##., .........",
        // dilation comes last, on both sides, within the series
        "1, 0, 1, ...#...., ..###...",
        "1, 0, 2, #......#, ###..###",
        "2, 0, 1, .#..##.., ...####.",
        // grown events that touch or overlap become one
        "1, 0, 1, .#..#..., ######..",
        "1, 0, 1, #..#...#, #####.##",
        "1, 0, 1, #...#..., ##.###..",
        // nothing and everything
        "1, 3, 2, ........, ........",
        "4, 3, 2, ########, ########"
    })
    void shapesEvents(int minEventLength, int mergeGap, int dilation, String series, String expected) {
        assertThat(events(new Morphology(minEventLength, mergeGap, dilation), series))
                .isEqualTo(expected);
    }

    @Test
    void eventsThatTouchAfterDilationAreOneEvent() {
        assertThat(new Morphology(1, 0, 1).events(Drawn.series("#..#"))).containsExactly(new Run(0, 3));
        assertThat(new Morphology(1, 0, 1).events(Drawn.series("#...#"))).containsExactly(new Run(0, 1), new Run(3, 4));
    }

    @Test
    void aSeriesWithoutWindowsHasNoEvents() {
        assertThat(new Morphology(1, 2, 3).events(new boolean[0])).isEmpty();
    }

    @Test
    void refusesLengthsOutsideTheirRangeAndNamesThem() {
        assertThatThrownBy(() -> new Morphology(0, 0, 0))
                .hasMessage("minEventLength must be from 1 to 1000000 windows, found 0");
        assertThatThrownBy(() -> new Morphology(1, -1, 0)).hasMessageContaining("mergeGap");
        assertThatThrownBy(() -> new Morphology(1, 0, Integer.MAX_VALUE)).hasMessageContaining("dilation");
        assertThatThrownBy(() -> new Run(3, 2)).hasMessageContaining("3 … 2");
    }
}
