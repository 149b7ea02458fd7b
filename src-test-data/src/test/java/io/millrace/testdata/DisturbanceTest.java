package io.millrace.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisturbanceTest {

    private static final Plant PLANT =
            Plant.of(PlantOptions.defaults().withMachines(5).withMinutes(120));
    private static final Disturbance ROUGH = new Disturbance(3, 0.2, 0.1, 60_000);

    @Test
    void noneChangesNothing() {
        assertThat(keys(arrivals(Disturbance.none()))).isEqualTo(keys(sent()));
    }

    @Test
    void everyReadingArrivesAtLeastOnce() {
        List<SimulatedReading> arrived = arrivals(ROUGH);
        assertThat(new LinkedHashSet<>(keys(arrived))).containsExactlyInAnyOrderElementsOf(keys(sent()));
        assertThat(arrived.size() - sent().size()).isBetween(sent().size() * 8 / 100, sent().size() * 12 / 100);
    }

    @Test
    void noReadingArrivesLaterThanTheBound() {
        for (long seed = 0; seed < 20; seed++) {
            long latest = Long.MIN_VALUE;
            long largestLag = 0;
            for (SimulatedReading reading : arrivals(new Disturbance(seed, 0.3, 0.1, 60_000))) {
                latest = Math.max(latest, reading.timestampMillis());
                largestLag = Math.max(largestLag, latest - reading.timestampMillis());
            }
            assertThat(largestLag).as("seed %d", seed).isBetween(50_000L, 60_000L);
        }
    }

    @Test
    void sameSeedDisturbsTheSameWay() {
        assertThat(keys(arrivals(ROUGH))).isEqualTo(keys(arrivals(ROUGH)));
        assertThat(keys(arrivals(ROUGH))).isNotEqualTo(keys(arrivals(new Disturbance(4, 0.2, 0.1, 60_000))));
    }

    @Test
    void refusesSharesOutsideZeroToOne() {
        assertThatThrownBy(() -> new Disturbance(1, 1.5, 0, 0)).hasMessageContaining("delayedShare 1.5");
        assertThatThrownBy(() -> new Disturbance(1, 0, Double.NaN, 0)).hasMessageContaining("duplicatedShare NaN");
        assertThatThrownBy(() -> new Disturbance(1, 0, 0, -1)).hasMessageContaining("maximumDelayMillis");
    }

    private static List<SimulatedReading> sent() {
        List<SimulatedReading> readings = new ArrayList<>();
        PLANT.forEach(readings::add);
        return readings;
    }

    private static List<SimulatedReading> arrivals(Disturbance disturbance) {
        List<SimulatedReading> readings = new ArrayList<>();
        disturbance.apply(PLANT.iterator()).forEachRemaining(readings::add);
        return readings;
    }

    private static List<String> keys(List<SimulatedReading> readings) {
        return readings.stream()
                .map(reading -> reading.machineId() + "@" + reading.timestampMillis())
                .toList();
    }
}
