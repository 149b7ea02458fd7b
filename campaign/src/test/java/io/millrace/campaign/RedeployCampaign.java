package io.millrace.campaign;

import io.millrace.campaign.report.Campaign;
import io.millrace.cluster.ClusterOptions;
import io.millrace.cluster.process.Role;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The job comes and goes in one TaskManager. */
@Tag("campaign")
class RedeployCampaign {

    private static final int TIMES = 50;
    private static final int SETTLED = 10;

    @Test
    @Tag("redeploy")
    void fiftyTimes() throws Exception {
        Campaign campaign = new Campaign(
                8,
                "redeploy",
                "Fifty redeployments in one TaskManager",
                "The job is started and cancelled fifty times in the same TaskManager, each time with a class loader of its own, and reads what is on the topic meanwhile. After the tenth and the fiftieth time the JVM collects its garbage, no job running, and is asked what it holds.");
        Ledger ledger = Ledger.of(12, 108);
        try (Rig rig = Rig.up(ClusterOptions.in(Rig.folder(campaign.name())), Map.of())) {
            rig.write(ledger, Double.POSITIVE_INFINITY, 200).join();
            JvmProbe probe =
                    new JvmProbe(rig.cluster().members(Role.TASK_MANAGER).get(0));
            JvmProbe.Held settled = null;
            for (int time = 1; time <= TIMES; time++) {
                rig.start(2);
                rig.cancel();
                if (time == SETTLED) {
                    settled = probe.held();
                }
            }
            JvmProbe.Held end = probe.held();
            campaign.found(
                    "Metaspace is flat",
                    "at most 10 % more after time " + TIMES + " than after time " + SETTLED,
                    mebibytes(settled.metaspaceBytes()) + " MB, then " + mebibytes(end.metaspaceBytes())
                            + " MB; class loaders of jobs alive: " + settled.loaders() + ", then " + end.loaders(),
                    end.metaspaceBytes() <= settled.metaspaceBytes() * 1.1);
            campaign.found(
                    "Threads are flat",
                    "at most 3 more",
                    settled.threads() + ", then " + end.threads(),
                    end.threads() <= settled.threads() + 3);
            campaign.found(
                    "The heap is flat",
                    "at most 10 % and 10 MB more live after collection",
                    mebibytes(settled.heapBytes()) + " MB, then " + mebibytes(end.heapBytes()) + " MB",
                    end.heapBytes() <= settled.heapBytes() * 1.1 + (10 << 20));
            campaign.found(
                    "The process is the same",
                    "alive",
                    rig.cluster().members(Role.TASK_MANAGER).get(0).alive() ? "alive" : "gone",
                    rig.cluster().members(Role.TASK_MANAGER).get(0).alive());
        }
        Docs.finish(campaign);
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1048576.0);
    }
}
