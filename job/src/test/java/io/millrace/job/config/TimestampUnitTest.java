package io.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampUnitTest {
    @ParameterizedTest
    @CsvSource({
        "SECONDS,       1,                    1000",
        "SECONDS,       -1,                   -1000",
        "MILLISECONDS,  1700000000123,        1700000000123",
        "MICROSECONDS,  1999,                 1",
        "MICROSECONDS,  -1,                   -1",
        "NANOSECONDS,   1700000000123456789,  1700000000123",
        "SECONDS,       9223372036854775807,  9223372036854775807",
        "SECONDS,       -9223372036854775808, -9223372036854775808",
    })
    void convertsToMilliseconds(TimestampUnit unit, long value, long millis) {
        assertThat(unit.toMillis(value)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"SECONDS, 1.5, 1500", "SECONDS, 1e300, 9223372036854775807", "MICROSECONDS, 1500.0, 1"})
    void convertsFractions(TimestampUnit unit, double value, long millis) {
        assertThat(unit.toMillis(value)).isEqualTo(millis);
    }
}
