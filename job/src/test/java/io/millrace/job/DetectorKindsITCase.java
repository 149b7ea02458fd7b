package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.EnsembleMember;
import io.millrace.detection.detector.IsolationForestDetector;
import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.detector.WindowPcaDetector;
import io.millrace.detection.detector.WindowView;
import io.millrace.detection.forest.ForestShape;
import io.millrace.detection.forest.RandomCutForestDetector;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.schemas.Alert;
import io.millrace.schemas.MemberScore;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.Severity;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An isolation forest, a random cut forest and a weighted ensemble of both kinds of member serve their machines side by side; a savepoint
 * amid a fault changes no score.
 */
@Timeout(600)
class DetectorKindsITCase {

    private static final long START = 1_767_225_600_000L; // 2026-01-01T00:00:00Z
    private static final List<String> KINDS =
            List.of("isolation", "cut", "vote"); // machines are named like their models
    private static final int MACHINES = 3; // of each kind
    private static final int STEPS = 160;
    private static final int FAULT_FROM = 100;
    private static final int FAULT_TO = 130;
    private static final Map<String, String> SETTINGS =
            Map.of("scores.output", "all", "scoring.bundle-size", "16", "ordering.out-of-orderness", "0 s");

    @TempDir
    private Path directory;

    @Test
    void everyKindServesAndGoesOnFromASavepoint() throws Exception {
        Map<String, ModelArtefact> models = models();
        try (JobOnKafka jobs = new JobOnKafka(directory)) {
            jobs.createTopics("models", "whole", "halves");
            jobs.send(
                    "models",
                    models.values().stream().map(DetectorKindsITCase::release).toList());

            JobOnKafka.Running whole = started(jobs, "whole", models.size());
            jobs.send("whole", readings("whole", 0, STEPS));
            List<WindowScore> expected = scores(jobs, windows(models, STEPS), whole.output());
            whole.stop();
            List<Alert> alerts = jobs.alerts(whole.output());

            JobOnKafka.Running first = started(jobs, "halves", models.size());
            int half = (FAULT_FROM + FAULT_TO) / 2;
            jobs.send("halves", readings("halves", 0, half));
            List<WindowScore> halves = new ArrayList<>(scores(jobs, windows(models, half), first.output()));
            String savepoint = first.stop();
            Map<String, String> wider = new HashMap<>(SETTINGS);
            wider.put("parallelism.default", "3");
            JobOnKafka.Running second = jobs.start("halves", wider, savepoint);
            jobs.send("halves", readings("halves", half, STEPS));
            halves.addAll(scores(jobs, windows(models, STEPS) - windows(models, half), second.output()));
            second.stop();

            assertThat(sorted(halves)).isEqualTo(sorted(expected));
            assertThat(expected)
                    .extracting(WindowScore::getDetector)
                    .containsOnly("isolation-forest", "random-cut-forest", "ensemble");
            assertAlerts(alerts);
        }
    }

    private static JobOnKafka.Running started(JobOnKafka jobs, String readings, int models) throws Exception {
        JobOnKafka.Running job = jobs.start(readings, SETTINGS, null);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> jobs.modelStatus(job.output()).stream()
                                .filter(status -> status.getStatus() == ModelStatusKind.ACCEPTED)
                                .count()
                        >= models);
        return job;
    }

    private static void assertAlerts(List<Alert> alerts) {
        for (String kind : KINDS) {
            for (int m = 0; m < MACHINES; m++) {
                String machine = kind + "-" + m;
                assertThat(alerts).as(machine).anySatisfy(alert -> {
                    assertThat(alert.getMachineId()).isEqualTo(machine);
                    assertThat(alert.getStartsAtMillis()).isBetween(time(FAULT_FROM), time(FAULT_TO));
                    assertThat(alert.getTopSensors().get(0).getSensor()).isEqualTo("vibration");
                });
            }
        }
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.getCalibratedScore()).isBetween(0.3, 1.0);
            assertThat(alert.getErrorRatio()).isGreaterThan(1);
            assertThat(alert.getSeverity())
                    .isEqualTo(alert.getCalibratedScore() >= 0.7 ? Severity.CRITICAL : Severity.WARNING);
        });
        assertThat(alerts)
                .filteredOn(alert -> alert.getMachineId().startsWith("vote"))
                .isNotEmpty()
                .allSatisfy(alert -> {
                    assertThat(alert.getMemberScores())
                            .extracting(MemberScore::getDetector)
                            .containsExactly("isolation-forest", "random-cut-forest", "window-pca");
                    double mean = alert.getMemberScores().stream()
                            .mapToDouble(member -> member.getWeight() * member.getScore())
                            .sum();
                    assertThat(mean).isCloseTo(alert.getScore(), within(1e-12)); // smoothing is off
                });
        assertThat(alerts)
                .filteredOn(alert -> !alert.getMachineId().startsWith("vote"))
                .allSatisfy(alert -> assertThat(alert.getMemberScores()).isEmpty());
    }

    private static Map<String, ModelArtefact> models() {
        var random = new Random(1);
        int width = MeanModel.SENSORS.size();
        var rows = new float[600 * width];
        for (int r = 0; r < 600; r++) {
            double[] row = row(r, random, false);
            for (int j = 0; j < width; j++) {
                rows[r * width + j] = (float) row[j];
            }
        }
        var training = TrainingRows.of(rows, width);
        var isolation = IsolationForestDetector.fit(training, 5, WindowView.ROWS, 500, 100, 128, 1);
        var cut = RandomCutForestDetector.fit(training, 4, 200, new ForestShape(20, 128, 1));
        var pca = WindowPcaDetector.fit(training, 5, 300, 0.9);
        var vote = new EnsembleDetector(
                List.of(
                        new EnsembleMember(isolation, 0.3, new ScoreCalibration(0.42, 0.55)),
                        new EnsembleMember(cut, 0.3, new ScoreCalibration(0.9, 1.3)),
                        new EnsembleMember(pca, 0.4, new ScoreCalibration(0.05, 0.2))),
                Voting.LEVEL_MEAN);
        var models = new TreeMap<String, ModelArtefact>();
        models.put("isolation", model("isolation", isolation, 0.55, new ScoreCalibration(0.42, 0.55)));
        models.put("cut", model("cut", cut, 1.3, new ScoreCalibration(0.9, 1.3)));
        models.put("vote", model("vote", vote, 0.3, null));
        return models;
    }

    private static ModelArtefact model(String id, Detector detector, double threshold, ScoreCalibration calibration) {
        ModelArtefact mean = MeanModel.artefact();
        return new ModelArtefact(
                id,
                1,
                1_000,
                mean.preprocessing(),
                detector,
                Smoothing.NONE,
                new Thresholds("by hand", threshold, Map.of(), 0, 3),
                new Morphology(2, 2, 0),
                Optional.ofNullable(calibration),
                new TreeMap<>());
    }

    private static ProducerRecord<byte[], byte[]> release(ModelArtefact model) {
        byte[] bytes = ArtefactCodec.encode(model);
        ModelRelease release = ModelRelease.newBuilder()
                .setModelId(model.modelId())
                .setVersion(1)
                .setMachinePatterns(List.of(model.modelId() + "-*"))
                .setArtefact(ByteBuffer.wrap(bytes))
                .setSha256(ArtefactCodec.sha256Hex(bytes))
                .setReleasedAtMillis(START)
                .build();
        return new ProducerRecord<>(
                "models",
                model.modelId().getBytes(StandardCharsets.UTF_8),
                RecordEncoder.of(ModelRelease.class).encode(release));
    }

    /** Noise on three sensors; amid a fault the third leaps. */
    private static double[] row(int step, Random random, boolean fault) {
        return new double[] {
            random.nextGaussian(), random.nextGaussian(), random.nextGaussian() + (fault ? 12 + step % 5 : 0)
        };
    }

    private static long time(int step) {
        return START + 1_000L * step;
    }

    private static List<ProducerRecord<byte[], byte[]>> readings(String topic, int from, int to) {
        RecordEncoder<SensorReading> avro = RecordEncoder.of(SensorReading.class);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String kind : KINDS) {
            for (int m = 0; m < MACHINES; m++) {
                String machine = kind + "-" + m;
                for (int step = from; step < to; step++) {
                    double[] row = row(step, new Random(1_000L * m + step), step >= FAULT_FROM && step < FAULT_TO);
                    Map<String, Double> values = new HashMap<>();
                    for (int j = 0; j < row.length; j++) {
                        values.put(MeanModel.SENSORS.get(j), row[j]);
                    }
                    SensorReading reading = SensorReading.newBuilder()
                            .setMachineId(machine)
                            .setTimestampMillis(time(step))
                            .setValues(values)
                            .build();
                    records.add(new ProducerRecord<>(
                            topic, machine.getBytes(StandardCharsets.UTF_8), avro.encode(reading)));
                }
            }
        }
        return records;
    }

    private static int windows(Map<String, ModelArtefact> models, int steps) {
        return models.values().stream()
                .mapToInt(model -> MACHINES * (steps - model.detector().steps() + 1))
                .sum();
    }

    private static List<WindowScore> scores(JobOnKafka jobs, int count, JobOnKafka.Output output) {
        return await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> jobs.scores(output), found -> found.size() >= count);
    }

    private static List<WindowScore> sorted(List<WindowScore> scores) {
        return scores.stream()
                .sorted(Comparator.comparing(WindowScore::getMachineId)
                        .thenComparingLong(WindowScore::getTimestampMillis))
                .toList();
    }
}
