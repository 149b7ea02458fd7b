package io.millrace.console.plant;

import static io.millrace.console.TestingRecords.alert;
import static io.millrace.console.TestingRecords.reading;
import static io.millrace.console.TestingRecords.score;
import static io.millrace.console.TestingRecords.step;
import static io.millrace.console.TestingRecords.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.Severity;
import io.millrace.schemas.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlantTest {

    private final TestingClock wall = new TestingClock(step(0));
    private final Plant plant = new Plant(wall);

    @Test
    void theMostUrgentComesFirst() {
        plant.alert(alert("m1", "warning", 0, AlertStatus.OPENED, Severity.WARNING, 5));
        plant.alert(alert("m2", "seen", 0, AlertStatus.OPENED, Severity.CRITICAL, 5));
        plant.alert(alert("m3", "younger", 0, AlertStatus.OPENED, Severity.CRITICAL, 20));
        plant.alert(alert("m4", "older", 0, AlertStatus.OPENED, Severity.CRITICAL, 10));
        plant.alert(alert("m5", "closed", 0, AlertStatus.OPENED, Severity.CRITICAL, 1));
        plant.alert(alert("m5", "closed", 1, AlertStatus.CLOSED, Severity.CRITICAL, 3));
        plant.feedback(verdict("m2", "seen", Verdict.ACKNOWLEDGED));

        assertThat(plant.alerts())
                .extracting(AlertStory::id)
                .containsExactly("older", "younger", "seen", "warning", "closed");
    }

    @Test
    void whatIsDeliveredAgainChangesNothing() {
        plant.alert(alert("m1", "a", 0, AlertStatus.OPENED, Severity.WARNING, 5));
        plant.alert(alert("m1", "a", 1, AlertStatus.CLOSED, Severity.WARNING, 9));

        assertThat(plant.alert(alert("m1", "a", 0, AlertStatus.OPENED, Severity.WARNING, 5)))
                .isFalse();
        assertThat(plant.cards().get(0).state()).isEqualTo(MachineState.UNSCORED);
        assertThat(plant.feedback(verdict("m1", "a", Verdict.UNSURE))).isTrue();
        assertThat(plant.feedback(verdict("m1", "a", Verdict.UNSURE))).isFalse();
        assertThat(plant.alert("a").orElseThrow().verdicts()).hasSize(1);
    }

    @Test
    void aVerdictMayComeBeforeItsAlert() {
        plant.feedback(verdict("m1", "a", Verdict.TRUE_ALARM));
        plant.alert(alert("m1", "a", 0, AlertStatus.OPENED, Severity.WARNING, 5));

        assertThat(plant.alert("a").orElseThrow().acknowledged()).isTrue();
    }

    @Test
    void theRowsBehindAnAlertAreKeptWhicheverComesFirst() {
        plant.alert(alert("late", "readings-late", 0, AlertStatus.OPENED, Severity.WARNING, 50));
        for (int step = 0; step <= 60; step++) {
            plant.reading(reading("late", step), true);
            plant.reading(reading("early", step), true);
        }
        plant.alert(alert("early", "readings-early", 0, AlertStatus.OPENED, Severity.WARNING, 50));

        for (String id : List.of("readings-late", "readings-early")) {
            Rows rows = plant.alert(id).orElseThrow().evidence().orElseThrow().rows();
            assertThat(rows.timestamps()).hasSize(51).endsWith(step(50));
        }
    }

    @Test
    void readingsOutOfOrderArePutRightAndRepeatedOnesDropped() {
        for (int step : new int[] {0, 2, 1, 2, 4, 3}) {
            plant.reading(reading("m1", step), true);
        }

        assertThat(plant.history("m1").orElseThrow().rows().timestamps())
                .containsExactly(step(0), step(1), step(2), step(3), step(4));
    }

    @Test
    void aSensorThatComesLaterIsEmptyBefore() {
        plant.reading(new Reading("m1", step(0), Map.of("flow", 1.0)), true);
        plant.reading(new Reading("m1", step(1), Map.of("flow", 2.0, "heat", 3.0)), true);

        Rows rows = plant.history("m1").orElseThrow().rows();
        assertThat(rows.sensors()).containsExactly("flow", "heat");
        assertThat(rows.values()[0]).containsExactly(1.0, Double.NaN);
        assertThat(rows.values()[1]).containsExactly(2.0, 3.0);
    }

    @Test
    void memoryStaysBoundedInALongRun() {
        for (int step = 0; step < 20_000; step++) {
            plant.reading(reading("m1", step), true);
            plant.score(score("m1", step, 0.5), true);
        }

        MachineHistory history = plant.history("m1").orElseThrow();
        assertThat(history.rows().count()).isEqualTo(Machine.FINE);
        assertThat(history.rows().timestamps()).endsWith(step(19_999));
        assertThat(history.scores().timestamps())
                .hasSizeLessThanOrEqualTo(Machine.FINE)
                .endsWith(step(19_999));
        assertThat(history.history()).hasSize(Machine.MOST_BUCKETS);
    }

    @Test
    void aMachineThatStopsIsSilentOnceTheOthersHaveGoneOn() {
        for (int step = 0; step <= 40; step++) {
            wall.now = step(step);
            if (step <= 10) {
                plant.reading(reading("stops", step), true);
            }
            plant.reading(reading("goes-on", step), true);
        }

        assertThat(plant.cards())
                .extracting(MachineCard::id, MachineCard::state)
                .containsExactly(tuple("goes-on", MachineState.UNSCORED), tuple("stops", MachineState.SILENT));
        assertThat(plant.cards().get(1).sinceMillis()).isEqualTo(step(10));
    }

    @Test
    void inAReplayTheNewestReadingIsNow() {
        wall.now = step(1_000_000);
        plant.reading(reading("m1", 7), true);

        assertThat(plant.live()).isFalse();
        assertThat(plant.nowMillis()).isEqualTo(step(7));
    }

    @Test
    void ofThePresentTheClockGoesOnWithoutReadings() {
        wall.now = step(7) + 500;
        plant.reading(reading("m1", 7), true);
        wall.now = step(30);

        assertThat(plant.live()).isTrue();
        assertThat(plant.nowMillis()).isEqualTo(step(30));
    }

    @Test
    void changesAreToldOnce() {
        plant.reading(reading("m1", 0), true);
        plant.score(score("m1", 0, 1.5), true);

        Changes first = plant.takeChanges();
        assertThat(first.machines()).singleElement().satisfies(card -> {
            assertThat(card.ratio()).isEqualTo(1.5);
            assertThat(card.peaks()).containsExactly(new MachineCard.Peak(HistoryBucket.startOf(step(0)), 1.5));
        });
        assertThat(plant.takeChanges().machines()).isEmpty();
    }

    @Test
    void scoresAreSpreadOverBins() {
        double[] ratios = {0.05, 0.1, 0.99, 1.0, 1.2, 50, 0.0};
        for (int step = 0; step < ratios.length; step++) {
            plant.score(score("m1", step, ratios[step]), true);
        }

        long[] counts = plant.errorDistribution(null, HistoryBucket.WIDTH_MILLIS).values().stream()
                .reduce(new long[ErrorBins.COUNT], (sum, slot) -> {
                    Arrays.setAll(sum, bin -> sum[bin] + slot[bin]);
                    return sum;
                });
        assertThat(counts).containsExactly(2, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 1);
    }

    /** Says what it is told to. */
    private static final class TestingClock extends Clock {
        private long now;

        TestingClock(long now) {
            this.now = now;
        }

        @Override
        public long millis() {
            return now;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
