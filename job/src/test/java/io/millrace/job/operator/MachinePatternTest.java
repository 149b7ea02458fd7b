package io.millrace.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachinePatternTest {

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "*, '', true",
        "pump-*, pump-7, true",
        "pump-*, pump-, true",
        "pump-*, oven-7, false",
        "pump-?, pump-7, true",
        "pump-?, pump-77, false",
        "*-7, pump-7, true",
        "*-7, pump-77, false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYb, false",
        "pump, pump, true",
        "pump, pumps, false",
        "plant.1-*, plantX1-a, false"
    })
    void matchesAsGlobsDo(String glob, String machineId, boolean matches) {
        assertThat(new MachinePattern(glob).matches(machineId)).isEqualTo(matches);
    }

    @Test
    void mostSpecificComesFirst() {
        assertThat(Stream.of("*", "p*", "*-7", "pump-7", "pump-7*", "pump-*", "pump-?")
                        .map(MachinePattern::new)
                        .sorted()
                        .map(MachinePattern::glob))
                .containsExactly("pump-7", "pump-7*", "pump-*", "pump-?", "p*", "*-7", "*");
    }
}
