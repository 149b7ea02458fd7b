package io.millrace.campaign;

import io.millrace.campaign.report.Campaign;
import io.millrace.cluster.ClusterOptions;
import io.millrace.cluster.process.Role;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A plant of a thousand machines at a reading a second. */
@Tag("campaign")
class SoakCampaign {

    private static final int MACHINES = 1_000;
    private static final int MINUTES = Integer.getInteger("millrace.soak.minutes", 15);
    private static final Duration SETTLED = Duration.ofMinutes(Math.max(1, MINUTES / 5));

    @Test
    @Tag("soak")
    void aThousandMachinesAtOneHertz() throws Exception {
        Campaign campaign = new Campaign(
                9,
                "soak",
                "A thousand machines at one hertz",
                "%,d machines, a reading a second each, for %d minutes; parallelism 2 in one TaskManager of 2 GB, a checkpoint every 10 s, a reading is scored as it comes (`ordering.out-of-orderness: 0 ms`). The producer spreads the readings of a second evenly over it; the delay is from the moment in which a reading is due there to the moment in which the broker has its score. Heap and state are compared between minute %d and the end."
                        .formatted(MACHINES, MINUTES, SETTLED.toMinutes()));
        ClusterOptions options = ClusterOptions.in(Rig.folder(campaign.name())).withTaskManagerMemory("2g");
        Map<String, String> settings = Map.of("ordering.out-of-orderness", "0 ms", "checkpoint.interval", "10 s");
        try (Rig rig = Rig.up(options, settings)) {
            brokerTime(rig, "scores");
            rig.start(2);
            Ledger ledger = Ledger.live(MACHINES, 109, 1_000);
            JvmProbe probe =
                    new JvmProbe(rig.cluster().members(Role.TASK_MANAGER).get(0));
            try (LedgerWriter writer = rig.write(ledger, MACHINES, MINUTES * 60)) {
                Recoveries.pass(SETTLED);
                JvmProbe.Held settled = probe.held();
                long state =
                        rig.rest().checkpoints(rig.job()).latest().orElseThrow().bytes();
                int readings = writer.join();
                JvmProbe.Held end = probe.held();
                long stateAtEnd =
                        rig.rest().checkpoints(rig.job()).latest().orElseThrow().bytes();
                long restarts = rig.restarts();
                rig.drain();
                delays(campaign, rig, ledger.timeOf().applyAsLong(0) + SETTLED.toMillis());
                campaign.found(
                        "The heap is flat",
                        "at most 10 % and 10 MB more live after collection",
                        RedeployCampaign.mebibytes(settled.heapBytes()) + " MB, then "
                                + RedeployCampaign.mebibytes(end.heapBytes()) + " MB",
                        end.heapBytes() <= settled.heapBytes() * 1.1 + (10 << 20));
                campaign.found(
                        "The state is flat",
                        "checkpoints at most 10 % larger",
                        RedeployCampaign.mebibytes(state) + " MB, then " + RedeployCampaign.mebibytes(stateAtEnd)
                                + " MB",
                        stateAtEnd <= state * 1.1);
                campaign.found("The job does not restart", "0 restarts", restarts + " restarts", restarts == 0);
                Comparison.of(rig).report(campaign, ledger, readings);
            }
        }
        Docs.finish(campaign);
    }

    /** A record's time is from now on the moment in which the broker took it. */
    private static void brokerTime(Rig rig, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", rig.brokers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("message.timestamp.type", "LogAppendTime"),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static void delays(Campaign campaign, Rig rig, long fromMillis) {
        RecordDecoder<WindowScore> decoder = RecordDecoder.of(WindowScore.class);
        Map<String, Long> spread = new HashMap<>(); // of a machine's readings within their second, milliseconds
        for (int machine = 0; machine < MACHINES; machine++) {
            spread.put(Ledger.machineId(machine), machine * 1_000L / MACHINES);
        }
        LongStream.Builder delays = LongStream.builder();
        rig.read("scores", record -> {
            try {
                WindowScore score = decoder.decode(record.value());
                if (score.getTimestampMillis() >= fromMillis) {
                    delays.add(record.timestamp() - score.getTimestampMillis() - spread.get(score.getMachineId()));
                }
            } catch (UndecodableRecordException e) {
                throw new IllegalStateException(e);
            }
        });
        long[] sorted = delays.build().sorted().toArray();
        campaign.found(
                "A score comes within a second of its reading",
                "p99 under 1,000 ms",
                "p50 %,d ms, p99 %,d ms, p99.9 %,d ms, largest %,d ms over %,d scores"
                        .formatted(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), at(sorted, 1), sorted.length),
                sorted.length > 0 && at(sorted, 0.99) < 1_000);
    }

    private static long at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
}
