package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.demo.Traffic.Outgoing;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import io.millrace.testdata.Plant;
import io.millrace.testdata.PlantOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlantTrafficTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Plant PLANT =
            Plant.of(PlantOptions.defaults().withMachines(6).withMinutes(24 * 60));

    @Test
    void deliversEveryReadingOfThePlant() {
        Set<String> expected = new HashSet<>();
        PLANT.forEach(reading -> expected.add(reading.machineId() + "@" + reading.timestampMillis()));

        Set<String> delivered = new HashSet<>();
        sound(records()).forEach(reading -> delivered.add(reading.getMachineId() + "@" + reading.getTimestampMillis()));

        assertThat(delivered).isEqualTo(expected);
    }

    @Test
    void deliversTheSameTwice() {
        List<Outgoing> first = records();
        List<Outgoing> second = records();

        assertThat(first).hasSameSizeAs(second);
        for (int i = 0; i < first.size(); i++) {
            assertThat(first.get(i).value()).isEqualTo(second.get(i).value());
        }
    }

    @Test
    void mixesInDuplicatesLateReadingsAndBadRecords() {
        List<Outgoing> records = records();
        List<SensorReading> sound = sound(records);
        Map<String, Long> newest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        int duplicates = 0;
        int outOfOrder = 0;
        int late = 0;
        for (SensorReading reading : sound) {
            long behind = newest.getOrDefault(reading.getMachineId(), 0L) - reading.getTimestampMillis();
            boolean again = !seen.add(reading.getMachineId() + "@" + reading.getTimestampMillis());
            duplicates += again ? 1 : 0;
            late += behind > PlantTraffic.OUT_OF_ORDERNESS.toMillis() ? 1 : 0;
            outOfOrder += behind > 0 ? 1 : 0;
            newest.merge(reading.getMachineId(), reading.getTimestampMillis(), Math::max);
        }

        assertThat(records.size() - sound.size()).isEqualTo(24);
        assertThat(duplicates).isBetween(20, 100);
        assertThat(late).isBetween(3, 40);
        assertThat(outOfOrder).isGreaterThan(late);
    }

    private static List<Outgoing> records() {
        List<Outgoing> records = new ArrayList<>();
        PlantTraffic.of(PLANT, CLOCK).records().forEachRemaining(records::add);
        return records;
    }

    /** Records that are readings of a machine, with sensors, in the time of the run. */
    private static List<SensorReading> sound(List<Outgoing> records) {
        RecordDecoder<SensorReading> decoder = RecordDecoder.of(SensorReading.class);
        List<SensorReading> sound = new ArrayList<>();
        for (Outgoing record : records) {
            try {
                SensorReading reading = decoder.decode(record.value());
                boolean usable = !reading.getMachineId().isEmpty()
                        && !reading.getValues().isEmpty()
                        && reading.getValues().values().stream().allMatch(Double::isFinite)
                        && reading.getTimestampMillis() >= PLANT.options().startMillis()
                        && reading.getTimestampMillis() < PLANT.options().endMillis();
                if (usable) {
                    sound.add(reading);
                }
            } catch (UndecodableRecordException e) {
                // One of the bad records that are mixed in on purpose.
                continue;
            }
        }
        return sound;
    }
}
