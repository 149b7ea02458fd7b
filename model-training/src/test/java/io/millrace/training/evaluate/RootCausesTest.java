package io.millrace.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.quality.Interval;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RootCausesTest {

    @Test
    void countsTheCausesAmongAsManyTopRankedSensors() {
        var scored = scored(new double[] {1, 1, 1}, new float[] {0.6f, 0.3f, 0.1f, 0.6f, 0.3f, 0.1f, 0, 0, 1});

        assertThat(new RootCauses(new Interval(2, 3), Set.of("a", "c")).hitRate(scored))
                .isEqualTo(0.5);
        assertThat(new RootCauses(new Interval(2, 3), Set.of("a", "b")).hitRate(scored))
                .isEqualTo(1);
        assertThat(new RootCauses(new Interval(4, 4), Set.of("c")).hitRate(scored))
                .isEqualTo(1);
    }

    @Test
    void aWindowCountsByItsScore() {
        var scored = scored(new double[] {1, 10, 0}, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});

        assertThat(new RootCauses(new Interval(2, 4), Set.of("b")).hitRate(scored))
                .isEqualTo(1, within(0.0));
    }

    @Test
    void anEventBeforeTheFirstWindowHasNoRate() {
        assertThat(new RootCauses(new Interval(0, 1), Set.of("a")).hitRate(scored(new double[1], new float[3])))
                .isNaN();
    }

    private static ScoredSeries scored(double[] raw, float[] shares) {
        return new ScoredSeries(2, 3, raw, raw, new double[] {1}, List.of("a", "b", "c"), shares, List.of(), 0, 0);
    }
}
