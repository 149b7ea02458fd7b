package io.millrace.cli.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger(Duration.ofSeconds(60), Duration.ofMinutes(10), 1);

    @Test
    void theFirstBeatOfAMachineFillsItsWindowAndIsNotExpectedBack() {
        ledger.sent("a", 0);
        ledger.sent("a", 5_000);

        assertThat(ledger.figures(400_000).get("a").sent()).isEqualTo(1);
        assertThat(ledger.figures(400_000).get("a").missing()).isEqualTo(1);
    }

    @Test
    void aBeatIsMissingAfterPatienceAndNoLongerWhenItComesBackOrIsForgotten() {
        ledger.sent("a", 0);
        ledger.sent("a", 5_000);
        ledger.sent("a", 10_000);

        assertThat(ledger.figures(65_000).get("a").missing()).isZero();
        assertThat(ledger.figures(65_001).get("a").missing()).isEqualTo(1);
        ledger.scored("a", 5_000, 66_000);
        assertThat(ledger.figures(66_000).get("a")).isEqualTo(new Ledger.Figures(2, 1, 0, 61));
        assertThat(ledger.figures(70_001).get("a").missing()).isEqualTo(1);
        assertThat(ledger.figures(610_001).get("a").missing()).isZero();
    }

    @Test
    void scoresOfOthersAndRepeatedOnesChangeNothing() {
        ledger.sent("a", 0);
        ledger.sent("a", 5_000);
        ledger.scored("a", 5_000, 6_000);
        ledger.scored("a", 5_000, 9_000);
        ledger.scored("a", 1, 9_000);
        ledger.scored("b", 5_000, 9_000);

        assertThat(ledger.figures(9_000)).containsOnlyKeys("a");
        assertThat(ledger.figures(9_000).get("a")).isEqualTo(new Ledger.Figures(1, 1, 0, 1));
    }

    @Test
    void pageIsWhatPrometheusReads() {
        ledger.sent("a", 0);
        ledger.sent("a", 5_000);

        assertThat(MetricsPage.text(ledger.figures(5_000)))
                .contains("# HELP millrace_heartbeat_missing ", "# TYPE millrace_heartbeat_missing gauge\n")
                .contains("millrace_heartbeat_sent_total{machine=\"a\"} 1\n")
                .contains("millrace_heartbeat_delay_seconds{machine=\"a\"} NaN\n");
    }
}
