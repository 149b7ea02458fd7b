package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testdata.Fault;
import io.millrace.testdata.FaultKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultMatchingTest {

    private static final Duration WINDOW = Duration.ofSeconds(600);

    @Test
    void findsAFaultByAnAlertInsideIt() {
        FaultMatching matching = match(List.of(fault("pump-01", 1_000, 2_000)), alert("pump-01", 1_100, 1_150, 1_900));

        assertThat(matching.found()).hasSize(1);
        assertThat(matching.found().get(0).delay()).isEqualTo(Duration.ofSeconds(150));
        assertThat(matching.missed()).isEmpty();
        assertThat(matching.falseAlarms()).isEmpty();
    }

    @Test
    void findsAFaultWhileWindowsStillHoldItsRows() {
        List<Fault> faults = List.of(fault("pump-01", 1_000, 1_030));

        assertThat(match(faults, alert("pump-01", 1_629, 1_629, 1_700)).found()).hasSize(1);
        assertThat(match(faults, alert("pump-01", 1_630, 1_630, 1_700)).found()).isEmpty();
    }

    @Test
    void callsAnAlertWithoutFaultFalse() {
        AlertSpan early = alert("pump-01", 500, 510, 999);
        AlertSpan elsewhere = alert("oven-03", 1_000, 1_010, 1_100);

        FaultMatching matching = match(List.of(fault("pump-01", 1_000, 2_000)), early, elsewhere);

        assertThat(matching.falseAlarms()).containsExactly(early, elsewhere);
        assertThat(matching.missed()).hasSize(1);
    }

    @Test
    void countsAFaultOnceHoweverManyAlertsItRaises() {
        FaultMatching matching = match(
                List.of(fault("pump-01", 1_000, 2_000)),
                alert("pump-01", 1_500, 1_500, 1_600),
                alert("pump-01", 1_200, 1_240, 1_300));

        assertThat(matching.injected()).isEqualTo(1);
        assertThat(matching.found().get(0).delay()).isEqualTo(Duration.ofSeconds(240));
        assertThat(matching.falseAlarms()).isEmpty();
    }

    @Test
    void findsTwoFaultsByOneAlertThatSpansThem() {
        FaultMatching matching = match(
                List.of(fault("pump-01", 1_000, 1_100), fault("pump-01", 4_000, 4_100)),
                alert("pump-01", 1_050, 1_060, 4_050));

        assertThat(matching.found()).extracting(hit -> hit.delay().toSeconds()).containsExactly(60L, 0L);
    }

    @Test
    void reportsMediansByKind() {
        FaultMatching matching = match(
                List.of(fault("pump-01", 1_000, 2_000), fault("pump-02", 1_000, 2_000), fault("pump-03", 1_000, 2_000)),
                alert("pump-01", 1_010, 1_010, 1_100),
                alert("pump-02", 1_030, 1_030, 1_100));

        FaultMatching.KindResult result = matching.byKind().get(FaultKind.LEVEL_SHIFT);
        assertThat(matching.byKind()).containsOnlyKeys(FaultKind.LEVEL_SHIFT);
        assertThat(result.injected()).isEqualTo(3);
        assertThat(result.found()).isEqualTo(2);
        assertThat(result.medianDelaySeconds()).hasValue(20);
    }

    @Test
    void hasNoMedianDelayWhenNothingWasFound() {
        assertThat(match(List.of(fault("pump-01", 1_000, 2_000))).medianDelaySeconds())
                .isEmpty();
    }

    private static FaultMatching match(List<Fault> faults, AlertSpan... alerts) {
        return FaultMatching.of(faults, List.of(alerts), WINDOW);
    }

    private static Fault fault(String machine, long startSeconds, long endSeconds) {
        return new Fault(
                machine, FaultKind.LEVEL_SHIFT, List.of("pressure"), startSeconds * 1_000, endSeconds * 1_000, 0.3);
    }

    private static AlertSpan alert(String machine, long starts, long opened, long ends) {
        return new AlertSpan(machine + starts, machine, starts * 1_000, opened * 1_000, ends * 1_000, true);
    }
}
