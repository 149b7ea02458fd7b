package io.millrace.campaign;

import io.millrace.campaign.report.Campaign;
import io.millrace.cluster.ClusterOptions;
import io.millrace.cluster.process.Member;
import io.millrace.cluster.process.Role;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes die in the middle of the work. */
@Tag("campaign")
class KillCampaign {

    private static final int MACHINES = 12;
    private static final double PER_SECOND = 300;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    @Tag("taskmanager-kill")
    void taskManagers() throws Exception {
        Campaign campaign = new Campaign(
                1,
                "taskmanager-kill",
                "TaskManagers are killed",
                "Ten times, every 20 s, a TaskManager that works is ended by `kill -9`, and another is started in its place. %d machines, %.0f readings/s, parallelism 2 on two TaskManagers with two slots each, a checkpoint every 2 s, delivery at least once."
                        .formatted(MACHINES, PER_SECOND));
        Ledger ledger = Ledger.of(MACHINES, 101);
        Recoveries recoveries = new Recoveries();
        ClusterOptions options = ClusterOptions.in(Rig.folder(campaign.name())).withTaskManagers(2, 2);
        try (Rig rig = Rig.up(options, Map.of())) {
            rig.start(2);
            try (LedgerWriter writer = rig.write(ledger, PER_SECOND, Integer.MAX_VALUE)) {
                for (int kill = 0; kill < 10; kill++) {
                    Recoveries.pass(Duration.ofSeconds(20));
                    Member victim = rig.busyTaskManager();
                    long at = System.currentTimeMillis();
                    rig.cluster().kill(victim);
                    rig.cluster().startTaskManager();
                    recoveries.add(rig.awaitRecovery(at));
                }
                int readings = writer.stop();
                rig.drain();
                recoveries.report(campaign, "The job recovers by itself", LIMIT);
                Comparison.of(rig).report(campaign, ledger, readings);
            }
        }
        Docs.finish(campaign);
    }

    @Test
    @Tag("jobmanager-kill")
    void jobManager() throws Exception {
        Campaign campaign = new Campaign(
                2,
                "jobmanager-kill",
                "The JobManager is killed",
                "Three times the JobManager is ended by `kill -9`, and another is started at once. High availability by a ZooKeeper server, what a new JobManager must know on disk. %d machines, %.0f readings/s, parallelism 2."
                        .formatted(MACHINES, PER_SECOND));
        Ledger ledger = Ledger.of(MACHINES, 102);
        Recoveries recoveries = new Recoveries();
        ClusterOptions options = ClusterOptions.in(Rig.folder(campaign.name()))
                .withTaskManagers(2, 2)
                .withHighAvailability();
        try (Rig rig = Rig.up(options, Map.of())) {
            rig.start(2);
            try (LedgerWriter writer = rig.write(ledger, PER_SECOND, Integer.MAX_VALUE)) {
                for (int kill = 0; kill < 3; kill++) {
                    Recoveries.pass(Duration.ofSeconds(20));
                    long at = System.currentTimeMillis();
                    rig.cluster().kill(rig.cluster().members(Role.JOB_MANAGER).get(0));
                    rig.cluster().startJobManager();
                    recoveries.add(rig.awaitRecovery(at));
                }
                int readings = writer.stop();
                rig.drain();
                recoveries.report(campaign, "A new JobManager takes the job over", Duration.ofSeconds(60));
                Comparison.of(rig).report(campaign, ledger, readings);
            }
        }
        Docs.finish(campaign);
    }

    @Test
    @Tag("broker-outage")
    void broker() throws Exception {
        Campaign campaign = new Campaign(
                3,
                "broker-outage",
                "The broker is away",
                "Three times the only broker is stopped and started again 30 s later, on its data. The producer goes on and keeps what it cannot send. %d machines, %.0f readings/s, parallelism 2."
                        .formatted(MACHINES, PER_SECOND));
        Ledger ledger = Ledger.of(MACHINES, 103);
        Recoveries recoveries = new Recoveries();
        ClusterOptions options = ClusterOptions.in(Rig.folder(campaign.name())).withTaskManagers(1, 2);
        try (Rig rig = Rig.up(options, Map.of())) {
            rig.start(2);
            try (LedgerWriter writer = rig.write(ledger, PER_SECOND, Integer.MAX_VALUE)) {
                for (int outage = 0; outage < 3; outage++) {
                    Recoveries.pass(Duration.ofSeconds(15));
                    rig.cluster().end(rig.cluster().members(Role.BROKER).get(0));
                    Recoveries.pass(Duration.ofSeconds(30));
                    rig.cluster().restartBroker();
                    long at = System.currentTimeMillis();
                    rig.awaitProgress();
                    recoveries.add(Duration.ofMillis(System.currentTimeMillis() - at));
                }
                int readings = writer.stop();
                rig.drain();
                recoveries.report(
                        campaign,
                        "The job goes on when the broker is back (its next checkpoint completes)",
                        Duration.ofSeconds(60));
                Comparison.of(rig).report(campaign, ledger, readings);
            }
        }
        Docs.finish(campaign);
    }
}
