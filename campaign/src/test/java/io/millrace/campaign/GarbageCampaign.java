package io.millrace.campaign;

import io.millrace.campaign.report.Campaign;
import io.millrace.cli.local.ReadingWriter;
import io.millrace.cluster.ClusterOptions;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.testdata.SimulatedReading;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million records, of which one in twenty is no usable reading. */
@Tag("campaign")
class GarbageCampaign {

    private static final int MACHINES = 100;
    private static final int STEPS = 9_500; // readings of each machine; with the bad ones, a million records
    private static final int BAD = 50_000;

    @Test
    @Tag("garbage")
    void eachBadRecordIsADeadLetterOnce() throws Exception {
        Campaign campaign = new Campaign(
                6,
                "garbage",
                "A million records with garbage",
                "1,000,000 records as fast as the broker takes them, 950,000 of them readings of 100 machines, 50,000 garbage of twelve kinds among them: no value, no bytes, random bytes, Avro cut in the middle, an unknown schema, broken JSON, JSON without machine, an empty machine id, no sensor, values that are not finite, a clock of 1970, a clock 400 days ahead.");
        Ledger ledger = Ledger.of(MACHINES, 106);
        Map<RejectReason, Integer> expected = new EnumMap<>(RejectReason.class);
        try (Rig rig = Rig.up(ClusterOptions.in(Rig.folder(campaign.name())), Map.of())) {
            rig.start(2);
            write(rig, ledger, expected);
            rig.awaitConsumed();
            long restarts = rig.restarts();
            rig.drain();
            campaign.found("Bad input never stops the job", "0 restarts", restarts + " restarts", restarts == 0);
            letters(campaign, rig, expected);
            Comparison.of(rig).report(campaign, ledger, STEPS);
        }
        Docs.finish(campaign);
    }

    private static void write(Rig rig, Ledger ledger, Map<RejectReason, Integer> expected) throws Exception {
        Random random = new Random(106);
        RecordDecoder<SensorReading> decoder = RecordDecoder.of(SensorReading.class);
        Garbage[] kinds = Garbage.values();
        int bad = 0;
        try (ReadingWriter writer = new ReadingWriter(rig.brokers(), Rig.READINGS, 4, Double.POSITIVE_INFINITY)) {
            Iterator<SimulatedReading> readings = ledger.plant().iterator();
            for (int step = 0; step < STEPS; step++) {
                for (int machine = 0; machine < MACHINES; machine++) {
                    byte[] reading = ledger.encode(readings.next(), step);
                    writer.write(Ledger.key(machine), reading, machine);
                    if (bad < BAD && random.nextInt(19) == 0) {
                        Garbage kind = kinds[bad++ % kinds.length];
                        writer.write(Ledger.key(machine), kind.of(decoder.decode(reading), reading, random), machine);
                        expected.merge(kind.reason(), 1, Integer::sum);
                    }
                }
            }
            for (; bad < BAD; bad++) { // as many as were promised
                writer.write(Ledger.key(0), Garbage.NO_BYTES.of(null, null, random), 0);
                expected.merge(Garbage.NO_BYTES.reason(), 1, Integer::sum);
            }
            writer.flush();
        }
    }

    private static void letters(Campaign campaign, Rig rig, Map<RejectReason, Integer> expected) {
        Map<RejectReason, Integer> seen = new EnumMap<>(RejectReason.class);
        Set<String> places = new HashSet<>();
        int[] letters = {0, 0};
        rig.read("readings-rejected", RejectedReading.class, letter -> {
            letters[0]++;
            seen.merge(letter.getReason(), 1, Integer::sum);
            places.add(letter.getPartition() + "-" + letter.getOffset());
            letters[1] += letter.getDetail().isBlank() ? 1 : 0;
        });
        campaign.found(
                "Each bad record is in the dead letters once, with its reason",
                "%,d letters: %s".formatted(BAD, expected),
                "%,d letters of %,d records, %d without a sentence: %s"
                        .formatted(letters[0], places.size(), letters[1], seen),
                seen.equals(expected) && places.size() == letters[0] && letters[1] == 0);
    }
}
