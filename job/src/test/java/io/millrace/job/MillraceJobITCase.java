package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole job on a real broker and a Flink cluster: what it finds does not depend on how it runs, nor on what breaks meanwhile. */
@Timeout(600)
class MillraceJobITCase {
    private static final Map<String, String> EXACTLY_ONCE = Map.of(
            "delivery.guarantee", "exactly-once",
            "checkpoint.timeout", "1 min");

    @TempDir
    static Path directory;

    private static JobOnKafka jobs;
    private static List<Alert> expected;
    private static Set<String> metrics;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        jobs = new JobOnKafka(directory);
        jobs.write("readings", 4, ReadingsLog.of(1));
        JobOnKafka.Output undisturbed = jobs.run("readings", Map.of(), edges -> edges, JobOnKafka.Disturbance.NONE);
        expected = jobs.alerts(undisturbed);
        metrics = undisturbed.metrics();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    @BeforeEach
    void forgetEarlierJobs() {
        Slowly.reset();
    }

    @Test
    void everyFaultIsOneEventThatOpensAndCloses() {
        Map<AlertStatus, Long> counts =
                expected.stream().collect(Collectors.groupingBy(Alert::getStatus, Collectors.counting()));

        assertThat(counts.get(AlertStatus.OPENED)).isEqualTo(2 * ReadingsLog.MACHINES);
        assertThat(counts.get(AlertStatus.CLOSED)).isEqualTo(2 * ReadingsLog.MACHINES);
    }

    @Test
    void theMetricsAreThoseOfTheDocumentation() throws IOException {
        assertThat(DocumentedMetrics.read(Path.of("..", "docs", "metrics.md")))
                .hasSizeGreaterThan(20)
                .allSatisfy(documented -> assertThat(metrics).anyMatch(documented::names));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "4, false", "4, true"})
    void replayGivesTheSameAlertsAtAnyParallelismAndSpeed(int parallelism, boolean slowly) throws Exception {
        JobOnKafka.Output output = jobs.run(
                "readings",
                Map.of("parallelism.default", Integer.toString(parallelism), "scoring.bundle-size", "7"),
                edges -> slowly ? new ChangedReadings(edges, Slowly.unbroken()) : edges,
                JobOnKafka.Disturbance.NONE);

        assertThat(byMachine(jobs.alerts(output))).isEqualTo(byMachine(expected));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "4, true"})
    void machineThatFallsSilentRaisesAnAlertThatItsNextReadingCloses(int parallelism, boolean slowly) throws Exception {
        var pause = new ReadingsLog.Pause(3, 150, 350);
        String topic = "paused-" + parallelism;
        jobs.write(topic, 4, ReadingsLog.withPause(1, pause));

        JobOnKafka.Output output = jobs.run(
                topic,
                Map.of(
                        "parallelism.default", Integer.toString(parallelism),
                        "alerts.silence-after", "90 s",
                        "ordering.idle-release", "30 s"),
                edges -> slowly ? new ChangedReadings(edges, Slowly.unbroken()) : edges,
                JobOnKafka.Disturbance.NONE);

        List<Alert> silences = jobs.alerts(output).stream()
                .filter(alert -> alert.getKind() == AlertKind.SILENCE)
                .toList();
        assertThat(silences).extracting(Alert::getMachineId).containsOnly("pump-3");
        assertThat(silences).extracting(Alert::getStatus).containsExactly(AlertStatus.OPENED, AlertStatus.CLOSED);
        long last = silences.get(0).getStartsAtMillis();
        assertThat(last).isBetween(pause.timestampMillis(140), pause.timestampMillis(149)); // some come late
        assertThat(silences.get(0).getObservedAtMillis()).isEqualTo(last + 90_000);
        assertThat(silences.get(1).getEndsAtMillis()).isBetween(pause.timestampMillis(350), pause.timestampMillis(360));
    }

    /** With more partitions than machines some are always silent. */
    @Test
    void alignedPartitionsWaitForEachOtherButNotForSilentOnes() throws Exception {
        jobs.write("aligned", 12, ReadingsLog.of(1));

        JobOnKafka.Output output = jobs.run(
                "aligned",
                Map.of(
                        "ordering.alignment.max-drift", "10 s",
                        "ordering.alignment.update-interval", "20 ms",
                        "ordering.idle-timeout", "200 ms"),
                edges -> edges,
                JobOnKafka.Disturbance.NONE);

        assertThat(byMachine(jobs.alerts(output))).isEqualTo(byMachine(expected));
    }

    /** What goes wrong in the middle of a run. */
    enum Fault {
        TASK_THROWS,
        TASK_MANAGER_DIES
    }

    @ParameterizedTest
    @EnumSource
    void noAlertIsLostWhenATaskFails(Fault fault) throws Exception {
        List<Alert> alerts = jobs.alerts(runWith(fault, Map.of()));

        // At least once: a message may come again, but it is the same message.
        assertThat(alerts.stream().distinct()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void withExactlyOnceEachRecordIsSeenOnceWhenATaskFails(Fault fault) throws Exception {
        JobOnKafka.Output output = runWith(fault, EXACTLY_ONCE);

        assertThat(byMachine(jobs.alerts(output))).isEqualTo(byMachine(expected));
        List<RejectedReading> rejected = jobs.rejected(output);
        assertThat(rejected.stream().map(MillraceJobITCase::position)).doesNotHaveDuplicates();
        assertThat(rejected.stream().map(RejectedReading::getReason))
                .contains(RejectReason.UNDECODABLE, RejectReason.LATE);
    }

    /** Damaged records, of which some are still readings, run through the whole job. */
    @Test
    void tenThousandDamagedRecordsNeverStopTheJobAndEachBadOneIsADeadLetterOnce() throws Exception {
        List<ReadingsLog.Entry> damaged = ReadingsLog.damaged(7, 10_000);
        jobs.write("damaged", 4, damaged);

        JobOnKafka.Output output = jobs.run("damaged", Map.of(), edges -> edges, JobOnKafka.Disturbance.NONE);

        List<RejectedReading> rejected = jobs.rejected(output);
        assertThat(rejected.stream().map(MillraceJobITCase::position)).doesNotHaveDuplicates();
        Map<Boolean, List<RejectedReading>> byOrder = rejected.stream()
                .collect(Collectors.partitioningBy(letter -> letter.getReason() == RejectReason.LATE
                        || letter.getDetail().contains("expected at least one of the sensors")));
        // Those that the scoring operator refused were sound readings; all others were bad by themselves.
        assertThat(byOrder.get(false).stream().map(RejectedReading::getValue))
                .containsExactlyInAnyOrderElementsOf(ReadingsLog.bad(damaged));
        assertThat(byOrder.get(true)).isNotEmpty();
    }

    private static JobOnKafka.Output runWith(Fault fault, Map<String, String> settings) throws Exception {
        boolean throwing = fault == Fault.TASK_THROWS;
        JobOnKafka.Output output = jobs.run(
                "readings",
                settings,
                edges -> new ChangedReadings(edges, throwing ? Slowly.breaking() : Slowly.unbroken()),
                throwing ? JobOnKafka.Disturbance.NONE : MillraceJobITCase::replaceATaskManager);
        assertThat(Slowly.hasBroken()).isTrue();
        return output;
    }

    /** Ends a TaskManager while the job is in the middle of its work, and starts another. */
    private static void replaceATaskManager(MiniCluster flink) throws Exception {
        await().atMost(Duration.ofMinutes(2)).until(() -> Slowly.completedCheckpoints() > 1);
        flink.terminateTaskManager(0).get();
        flink.startTaskManager();
    }

    private static Map<String, List<Alert>> byMachine(List<Alert> alerts) {
        return alerts.stream().collect(Collectors.groupingBy(Alert::getMachineId, TreeMap::new, Collectors.toList()));
    }

    private static String position(RejectedReading rejected) {
        return rejected.getTopic() + "-" + rejected.getPartition() + "-" + rejected.getOffset();
    }
}
