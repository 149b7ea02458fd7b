package io.millrace.detection.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "plant.1-*, plantX1-a, false",
        "'pump-\\*', pump-*, true",
        "'pump-\\*', pump-7, false",
        "'pump-\\?*', pump-?7, true",
        "'pump-\\?*', pump-77, false",
        "'a\\\\b', 'a\\b', true",
        "'plant\\pump', 'plant\\pump', true"
    })
    void matchesAsGlobsDo(String glob, String machineId, boolean matches) {
        assertThat(new MachinePattern(glob).matches(machineId)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pump-7", "pump-*", "*", "?", "\\", "a\\*b", "\\\\?", "quick/1", ""})
    void theWildcardsOfAMachinesIdAreTakenForThemselves(String machineId) {
        MachinePattern pattern = MachinePattern.of(machineId);

        assertThat(pattern.machineId()).contains(machineId);
        assertThat(pattern.matches(machineId)).isTrue();
        assertThat(pattern.matches(machineId + "7")).isFalse();
        assertThat(pattern.matches(machineId.replace('*', 'x').replace('?', 'y') + "z"))
                .isFalse();
    }

    @Test
    void aPatternWithAWildcardIsOfNoSingleMachine() {
        assertThat(new MachinePattern("pump-*").machineId()).isEmpty();
        assertThat(new MachinePattern("pump-\\*?").machineId()).isEmpty();
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
