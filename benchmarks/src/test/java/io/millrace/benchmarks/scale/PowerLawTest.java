package io.millrace.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PowerLawTest {

    @Test
    void findsTheExponentOfExactGrowth() {
        PowerLaw law = PowerLaw.fit(new double[] {1, 10, 100}, new double[] {3, 3 * Math.sqrt(10), 30});

        assertThat(law.exponent()).isCloseTo(0.5, within(1e-12));
        assertThat(law.factor()).isCloseTo(3, within(1e-12));
        assertThat(law.determination()).isCloseTo(1, within(1e-12));
    }

    @Test
    void explainsLittleOfWhatDoesNotGrow() {
        PowerLaw law = PowerLaw.fit(new double[] {1, 2, 4, 8}, new double[] {5, 6, 6, 5});

        assertThat(law.exponent()).isCloseTo(0, within(1e-12));
        assertThat(law.determination()).isCloseTo(0, within(1e-12));
    }

    @Test
    void refusesASingleSize() {
        assertThatThrownBy(() -> PowerLaw.fit(new double[] {7, 7}, new double[] {1, 2}))
                .hasMessageContaining("two different sizes");
    }
}
