package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.Json;
import io.millrace.testdata.Fault;
import io.millrace.testdata.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlantSummaryTest {

    private static final ReadingCounts COUNTS = new ReadingCounts(
            1_000,
            900,
            Map.of("window filling", 59L, "no model", 0L),
            Map.of("UNDECODABLE", 3L, "NOT_FINITE", 2L),
            7,
            11);

    @Test
    void accountsForEveryReading() {
        assertThat(COUNTS.unscored()).isEqualTo(59);
        assertThat(COUNTS.rejected()).isEqualTo(5);
        assertThat(COUNTS.unaccounted()).isEqualTo(1_000 - 900 - 59 - 5 - 7 - 11);
        assertThat(COUNTS.unscoredByReason()).containsOnlyKeys("window filling");
    }

    @Test
    void hasExactlyTheFieldsThatProgramsRelyOn() throws Exception {
        JsonNode json = new ObjectMapper().readTree(Json.line(summary(List.of()).fields()));

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "readings",
                        "scored",
                        "unscored",
                        "rejected",
                        "late",
                        "duplicates",
                        "alertsOpened",
                        "alertsClosed",
                        "faultsInjected",
                        "faultsFound",
                        "falseAlarms",
                        "medianDelaySeconds",
                        "readingsPerSecond");
        assertThat(json.get("readings").asLong()).isEqualTo(1_000);
        assertThat(json.get("readingsPerSecond").asDouble()).isEqualTo(250);
        assertThat(json.get("medianDelaySeconds").isNull()).isTrue();
    }

    @Test
    void relatesFalseAlarmsToMachineTime() {
        AlertSpan alarm = new AlertSpan("a", "pump-01", 0, 0, 1_000, true);

        assertThat(summary(List.of(alarm)).falseAlarmsPerMachineWeek()).isCloseTo(0.5, within(1e-12));
    }

    private static PlantSummary summary(List<AlertSpan> alarms) {
        Fault fault = new Fault("pump-02", FaultKind.SPIKE, List.of("flow"), 5_000, 9_000, 0.5);
        return new PlantSummary(
                COUNTS,
                alarms.size(),
                alarms.size(),
                FaultMatching.of(List.of(fault), alarms, Duration.ofSeconds(600)),
                Duration.ofDays(14),
                Duration.ofSeconds(4));
    }
}
