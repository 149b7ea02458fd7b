package io.millrace.campaign;

import io.millrace.campaign.report.Campaign;
import io.millrace.cluster.ClusterOptions;
import io.millrace.cluster.Waiting;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.WindowScore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A TaskManager dies while a new version of a model is taken in. */
@Tag("campaign")
class ModelSwapCampaign {

    private static final int MACHINES = 12;
    private static final int SWAPS = 5;

    @Test
    @Tag("model-swap-kill")
    void killedWhileAModelIsSwapped() throws Exception {
        Campaign campaign = new Campaign(
                4,
                "model-swap-kill",
                "A TaskManager is killed during a model swap",
                "Five new versions of the pumps' model are released one after the other; with each, at once, a TaskManager that works is ended by `kill -9`. Delivery exactly once, as a consumer of committed records sees it; 12 machines, of which 4 are pumps, 300 readings/s, parallelism 2.");
        Ledger ledger = Ledger.of(MACHINES, 104);
        ModelArtefact pump = ArtefactFile.read(Rig.modelFolder().resolve("pump.model"));
        ClusterOptions options = ClusterOptions.in(Rig.folder(campaign.name())).withTaskManagers(2, 2);
        Map<String, String> settings = Map.of("delivery.guarantee", "exactly-once", "checkpoint.timeout", "1 min");
        try (Rig rig = Rig.up(options, settings)) {
            rig.start(2);
            Releases releases = new Releases(rig);
            try (LedgerWriter writer = rig.write(ledger, 300, Integer.MAX_VALUE)) {
                for (int swap = 1; swap <= SWAPS; swap++) {
                    long version = pump.version() + swap;
                    Recoveries.pass(Duration.ofSeconds(12));
                    long at = System.currentTimeMillis();
                    releases.send(Releases.of(Releases.version(pump, version), "pump-*")
                            .build());
                    rig.cluster().kill(rig.busyTaskManager());
                    rig.cluster().startTaskManager();
                    rig.awaitRecovery(at);
                    Waiting.until(
                            "version " + version + " to be accepted",
                            Duration.ofMinutes(3),
                            () -> releases.answers().stream()
                                    .anyMatch(answer -> answer.getStatus() == ModelStatusKind.ACCEPTED
                                            && answer.getVersion() == version));
                }
                Recoveries.pass(Duration.ofSeconds(5));
                int readings = writer.stop();
                rig.drain();
                versions(campaign, rig, pump);
                Comparison.of(rig).report(campaign, ledger, readings);
            }
        }
        Docs.finish(campaign);
    }

    private static void versions(Campaign campaign, Rig rig, ModelArtefact pump) {
        Map<String, TreeMap<Long, Long>> byMachine = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        int[] back = {0};
        rig.read("scores", WindowScore.class, score -> {
            if (score.getModelId().equals(pump.modelId())) {
                byMachine
                        .computeIfAbsent(score.getMachineId(), machine -> new TreeMap<>())
                        .put(score.getTimestampMillis(), score.getModelVersion());
                Long before = last.put(score.getMachineId(), score.getModelVersion());
                back[0] += before != null && before > score.getModelVersion() ? 1 : 0;
            }
        });
        Set<Long> seen = new HashSet<>();
        byMachine.values().forEach(windows -> seen.addAll(windows.values()));
        campaign.found(
                "A machine's scores never go back a version",
                "each pump's scores, in the order of the topic, name versions that never fall",
                back[0] + " steps back over " + byMachine.size() + " pumps and " + seen.size() + " versions",
                back[0] == 0 && byMachine.size() == MACHINES / 3 && seen.size() >= SWAPS);
    }
}
