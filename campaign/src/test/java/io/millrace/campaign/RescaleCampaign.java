package io.millrace.campaign;

import io.millrace.campaign.report.Campaign;
import io.millrace.cluster.ClusterOptions;
import io.millrace.cluster.Waiting;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The job is spread otherwise while an event is open. */
@Tag("campaign")
class RescaleCampaign {

    private static final int MACHINES = 12;

    @Test
    @Tag("rescale")
    void inTheMiddleOfAnEvent() throws Exception {
        Campaign campaign = new Campaign(
                5,
                "rescale",
                "The job is rescaled",
                "From parallelism 1 to 2 and back to 1, by a savepoint each time, in a moment in which an alert is open and not closed. 12 machines, 300 readings/s.");
        Ledger ledger = Ledger.of(MACHINES, 105);
        ClusterOptions options = ClusterOptions.in(Rig.folder(campaign.name()));
        int open = 0;
        try (Rig rig = Rig.up(options, Map.of())) {
            rig.start(1);
            try (LedgerWriter writer = rig.write(ledger, 300, Integer.MAX_VALUE)) {
                for (int parallelism : new int[] {2, 1}) {
                    Recoveries.pass(Duration.ofSeconds(10));
                    Waiting.until(
                            "an open alert",
                            Duration.ofMinutes(5),
                            () -> !openAlerts(rig).isEmpty());
                    String savepoint = rig.stop();
                    open += openAlerts(rig).isEmpty() ? 0 : 1;
                    rig.start(parallelism, Optional.of(savepoint));
                }
                Recoveries.pass(Duration.ofSeconds(10));
                int readings = writer.stop();
                rig.drain();
                campaign.found("Each savepoint falls into an open event", "2 of 2", open + " of 2", open == 2);
                Comparison comparison = Comparison.of(rig);
                campaign.found(
                        "A savepoint repeats nothing",
                        "no score and no message twice",
                        comparison.repeatedScores() + " scores, " + comparison.repeatedMessages() + " messages twice",
                        comparison.repeatedScores() == 0 && comparison.repeatedMessages() == 0);
                comparison.report(campaign, ledger, readings);
            }
        }
        Docs.finish(campaign);
    }

    private static Set<String> openAlerts(Rig rig) {
        Set<String> open = new HashSet<>();
        rig.read("alerts", Alert.class, alert -> {
            if (alert.getStatus() == AlertStatus.CLOSED) {
                open.remove(alert.getAlertId());
            } else {
                open.add(alert.getAlertId());
            }
        });
        return open;
    }
}
