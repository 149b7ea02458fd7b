package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesPeriodTest {

    @ParameterizedTest
    @ValueSource(ints = {6, 12, 40, 97, 250, 303})
    void findsThePeriodOfASineInNoise(int period) {
        assertThat(SeriesPeriod.lengthByRank(sine(period, 0.05), 1)).isEqualTo(period);
    }

    @Test
    void theSecondRankIsTheNextPeakAtALongerLag() {
        assertThat(SeriesPeriod.lengthByRank(sine(40, 0), 1)).isEqualTo(40);
        assertThat(SeriesPeriod.lengthByRank(sine(40, 0), 2)).isEqualTo(80);
        assertThat(SeriesPeriod.lengthByRank(sine(40, 0), 3)).isEqualTo(120);
    }

    @Test
    void fallsBackWhenThePeriodIsTooShortOrTooLong() {
        double[] everyFive =
                IntStream.range(0, 2_000).mapToDouble(t -> t % 5 == 0 ? 1 : 0).toArray();
        everyFive[0] = 1;

        // Lag 5 lies below the bound; the sine's first peak of 350 above it.
        assertThat(SeriesPeriod.lengthByRank(everyFive, 1)).isEqualTo(SeriesPeriod.FALLBACK);
        assertThat(SeriesPeriod.lengthByRank(sine(350, 0), 1)).isEqualTo(SeriesPeriod.FALLBACK);
    }

    @Test
    void fallsBackWithoutAnyPeak() {
        double[] constant = new double[500];
        Arrays.fill(constant, 0.1);
        double[] ramp = IntStream.range(0, 500).mapToDouble(t -> t).toArray();
        double[] withNaN = sine(40, 0);
        withNaN[3] = Double.NaN;

        assertThat(SeriesPeriod.lengthByRank(constant, 1)).isEqualTo(125);
        assertThat(SeriesPeriod.lengthByRank(ramp, 1)).isEqualTo(125);
        assertThat(SeriesPeriod.lengthByRank(withNaN, 1)).isEqualTo(125);
        assertThat(SeriesPeriod.lengthByRank(new double[0], 1)).isEqualTo(125);
        assertThat(SeriesPeriod.lengthByRank(new double[] {1, 2, 3, 4}, 1)).isEqualTo(125);
    }

    @Test
    void rankZeroAsksForNoWindowAndANegativeRankIsRefused() {
        assertThat(SeriesPeriod.lengthByRank(sine(40, 0), 0)).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> SeriesPeriod.lengthByRank(sine(40, 0), -1));
    }

    @Test
    void looksAtTheFirstTwentyThousandRowsAlone() {
        double[] changesLate = new double[25_000];
        for (int t = 0; t < changesLate.length; t++) {
            changesLate[t] = t < 20_000 ? Math.sin(2 * Math.PI * t / 40) : 50 * Math.sin(2 * Math.PI * t / 90);
        }

        assertThat(SeriesPeriod.lengthByRank(changesLate, 1)).isEqualTo(40);
    }

    private static double[] sine(int period, double noise) {
        Random random = new Random(7);
        return IntStream.range(0, 4_000)
                .mapToDouble(t -> Math.sin(2 * Math.PI * t / period) + noise * random.nextGaussian())
                .toArray();
    }
}
