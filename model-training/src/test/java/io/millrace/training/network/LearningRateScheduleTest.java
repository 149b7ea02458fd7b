package io.millrace.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

    @Test
    void aConstantRateStays() {
        assertThat(LearningRateSchedule.CONSTANT.rate(0.5, 7, 10)).isEqualTo(0.5);
    }

    @Test
    void theCosineFallsFromTheFirstRateToAHundredth() {
        assertThat(LearningRateSchedule.COSINE.rate(0.5, 1, 11)).isEqualTo(0.5);
        assertThat(LearningRateSchedule.COSINE.rate(0.5, 6, 11)).isCloseTo((0.5 + 0.005) / 2, within(1e-12));
        assertThat(LearningRateSchedule.COSINE.rate(0.5, 11, 11)).isCloseTo(0.005, within(1e-12));
        assertThat(LearningRateSchedule.COSINE.rate(0.5, 1, 1)).isEqualTo(0.5);
    }
}
