package io.millrace.detection.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThresholdsTest {

    @Test
    void prefersAMachinesOwnThreshold() {
        var thresholds = new Thresholds("mean + 2.0 sigma", 0.5, Map.of("pump-1", 0.8), 0, 2);

        assertThat(thresholds.forMachine("pump-1")).isEqualTo(0.8);
        assertThat(thresholds.forMachine("pump-2")).isEqualTo(0.5);
    }

    @Test
    void isNotChangedThroughTheMapItWasMadeFrom() {
        var perMachine = new HashMap<>(Map.of("pump-1", 0.8));
        var thresholds = new Thresholds("by hand", 0.5, perMachine, 0, 2);

        perMachine.put("pump-1", 9.0);

        assertThat(thresholds.forMachine("pump-1")).isEqualTo(0.8);
    }

    @Test
    void refusesThresholdsThatGiveNoFiniteRatioAndNamesThem() {
        assertThatThrownBy(() -> new Thresholds("p", 0, Map.of(), 0, 2))
                .hasMessage("threshold 'fallback' must be finite and > 0, found 0.0");
        assertThatThrownBy(() -> new Thresholds("p", 1, Map.of("pump-1", Double.NaN), 0, 2))
                .hasMessageContaining("'pump-1'");
        assertThatThrownBy(() -> new Thresholds("p", Double.POSITIVE_INFINITY, Map.of(), 0, 2))
                .hasMessageContaining("found Infinity");
    }

    @Test
    void refusesACriticalRatioBelowTheThresholdItself() {
        assertThatThrownBy(() -> new Thresholds("p", 1, Map.of(), 0, 0.9)).hasMessageContaining("found 0.9");
    }

    @Test
    void refusesANegativeNumberOfLabels() {
        assertThatThrownBy(() -> new Thresholds("p", 1, Map.of(), -1, 2)).hasMessageContaining("found -1");
    }
}
