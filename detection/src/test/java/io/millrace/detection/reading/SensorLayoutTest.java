package io.millrace.detection.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SensorLayoutTest {

    private final SensorLayout layout = new SensorLayout(List.of(
            new Sensor("temperature", SensorRole.CONTINUOUS, "°C"),
            new Sensor("mode", SensorRole.STATE, ""),
            new Sensor("vibration", SensorRole.CONTINUOUS, "mm/s")));

    @Test
    void findsColumnsByNameAndByRole() {
        assertThat(layout.indexOf("vibration")).isEqualTo(2);
        assertThat(layout.indexOf("pressure")).isEqualTo(-1);
        assertThat(layout.columns(SensorRole.CONTINUOUS)).containsExactly(0, 2);
        assertThat(layout.columns(SensorRole.IGNORE)).isEmpty();
        assertThat(layout).hasToString("[temperature, mode, vibration]");
    }

    @Test
    void refusesNoSensorsBlankNamesAndNamesThatStandTwice() {
        assertThatThrownBy(() -> new SensorLayout(List.of())).hasMessageContaining("found none");
        assertThatThrownBy(() -> SensorLayout.ofNames(List.of("a", " "))).hasMessageContaining("blank");
        assertThatThrownBy(() -> SensorLayout.ofNames(List.of("a", "b", "a")))
                .hasMessage("sensor 'a' stands twice in the layout: rename one column");
    }
}
