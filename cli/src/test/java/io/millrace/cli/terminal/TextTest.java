package io.millrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

    @ParameterizedTest
    @CsvSource({"0,0s", "59,59s", "60,1m", "760,12m 40s", "3600,1h", "5400,1h 30m", "90000,1d 1h"})
    void writesDurationsByTheirTwoLargestUnits(long seconds, String text) {
        assertThat(Text.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "4.21,4.210",
        "79.3366,79.34",
        "-233.062,-233.1",
        "1500,1500",
        "0.0265878,0.0266",
        "1.0E-5,1.000e-05",
        "12345678.9,1.235e+07",
        "NaN,NaN"
    })
    void writesMeasuredValuesWithFourDigits(double value, String text) {
        assertThat(Text.value(value)).isEqualTo(text);
    }

    @Test
    void countsNouns() {
        assertThat(Text.count(1, "alert")).isEqualTo("1 alert");
        assertThat(Text.count(172_800, "reading")).isEqualTo("172,800 readings");
    }

    @Test
    void wrapsAtBlanks() {
        assertThat(Text.wrapped("one two three", 8)).containsExactly("one two", "three");
        assertThat(Text.wrapped("immeasurable", 4)).containsExactly("immeasurable");
        assertThat(Text.wrapped("", 4)).containsExactly("");
    }

    @Test
    void alignsTablesByColumn() {
        TextTable table = new TextTable(2, "kind", "state", "found")
                .row("spike", "open", 3)
                .row("slow drift", "closed", 12);

        assertThat(table.lines())
                .containsExactly("kind        state   found", "spike       open        3", "slow drift  closed     12");
    }
}
