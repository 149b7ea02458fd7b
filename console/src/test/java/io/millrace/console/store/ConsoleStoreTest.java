package io.millrace.console.store;

import static io.millrace.console.TestingRecords.alert;
import static io.millrace.console.TestingRecords.reading;
import static io.millrace.console.TestingRecords.score;
import static io.millrace.console.TestingRecords.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.console.plant.AlertStory;
import io.millrace.console.plant.HistoryBucket;
import io.millrace.console.plant.Plant;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.Severity;
import io.millrace.schemas.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleStoreTest {

    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path folder;

    @Test
    void alertsVerdictsHistoryAndEvidenceSurviveARestart() throws Exception {
        var before = new Plant(CLOCK);
        Alert opened = alert("m1", "a1", 0, AlertStatus.OPENED, Severity.CRITICAL, 100);
        AlertFeedback seen = verdict("m1", "a1", Verdict.ACKNOWLEDGED);
        try (ConsoleStore store = open("cluster-1", before)) {
            for (int step = 0; step <= 100; step++) {
                before.reading(reading("m1", step), true);
                before.score(score("m1", step, step / 50.0), true);
            }
            before.alert(opened);
            before.feedback(seen);
            store.alert(opened);
            store.feedback(seen);
            store.save(before.takeUnsaved(), Map.of("readings-0", 101L));
        }

        var after = new Plant(CLOCK);
        try (ConsoleStore store = open("cluster-1", after)) {
            assertThat(store.offsets()).isEqualTo(Map.of("readings-0", 101L));
        }

        AlertStory story = after.alert("a1").orElseThrow();
        assertThat(story.latest()).isEqualTo(opened);
        assertThat(story.verdicts()).containsExactly(seen);
        assertThat(story.evidence().orElseThrow().rows().count()).isEqualTo(101);
        List<HistoryBucket> history = after.history("m1").orElseThrow().history();
        assertThat(history)
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(before.history("m1").orElseThrow().history());
        assertThat(history.stream().mapToInt(HistoryBucket::readings).sum()).isEqualTo(101);
        assertThat(after.errorDistribution("m1", HistoryBucket.WIDTH_MILLIS).values().stream()
                        .flatMapToLong(Arrays::stream)
                        .sum())
                .isEqualTo(101);
    }

    @Test
    void savingAgainKeepsTheNewestOfABucket() throws Exception {
        var before = new Plant(CLOCK);
        try (ConsoleStore store = open("cluster-1", before)) {
            before.reading(reading("m1", 0), true);
            store.save(before.takeUnsaved(), Map.of());
            before.reading(reading("m1", 1), true);
            store.save(before.takeUnsaved(), Map.of());
        }

        var after = new Plant(CLOCK);
        open("cluster-1", after).close();

        assertThat(after.history("m1").orElseThrow().history())
                .singleElement()
                .extracting(HistoryBucket::readings)
                .isEqualTo(2);
    }

    @Test
    void anotherClustersStoreIsRefusedByName() throws Exception {
        open("cluster-1", new Plant(CLOCK)).close();

        assertThatThrownBy(() -> open("cluster-2", new Plant(CLOCK)))
                .isInstanceOf(UnusableStoreException.class)
                .hasMessageContainingAll(folder.toString(), "cluster-1", "cluster-2", "--store");
    }

    @Test
    void aStoreInUseIsRefused() throws Exception {
        try (ConsoleStore store = open("cluster-1", new Plant(CLOCK))) {
            assertThat(store.failure()).isEmpty();
            assertThatThrownBy(() -> open("cluster-1", new Plant(CLOCK)))
                    .isInstanceOf(UnusableStoreException.class)
                    .hasMessageContaining("in use by another console");
        }
    }

    @Test
    void aFileInTheWayIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        assertThatThrownBy(() -> ConsoleStore.open(file, "cluster-1", CLOCK, new Plant(CLOCK), status -> {}))
                .isInstanceOf(UnusableStoreException.class)
                .hasMessageContainingAll(file.toString(), "--store");
    }

    private ConsoleStore open(String cluster, Plant plant) throws UnusableStoreException {
        return ConsoleStore.open(folder, cluster, CLOCK, plant, status -> {});
    }
}
