package io.millrace.detection.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomCutForestDetectorTest {

    private static final int FEATURES = 2;
    private static final ForestShape SHAPE = new ForestShape(10, 64, 3);
    private static final RandomCutForestDetector DETECTOR =
            RandomCutForestDetector.fit(TrainingRows.of(rows(400, 1), FEATURES), 4, 200, SHAPE);

    private static float[] rows(int count, long seed) {
        var random = new Random(seed);
        var rows = new float[count * FEATURES];
        for (int r = 0; r < count; r++) {
            rows[r * FEATURES] = (float) (Math.sin(r / 5.0) + 0.1 * random.nextGaussian());
            rows[r * FEATURES + 1] = (float) (0.3 * random.nextGaussian());
        }
        return rows;
    }

    private static WindowBatch batch(float[] rows) {
        var batch = new WindowBatch(DETECTOR.steps(), FEATURES);
        batch.addSegment(rows, rows.length / FEATURES);
        return batch;
    }

    private static double[] score(RandomCutForestDetector detector, MachineMemory memory, float[] rows) {
        var batch = batch(rows);
        var memories = new MachineMemory[batch.windows()];
        Arrays.fill(memories, memory);
        var scores = new double[batch.windows()];
        detector.newScorer().score(batch, memories, scores);
        return scores;
    }

    @Test
    void aFaultStandsOutAndIsAttributedToItsSensor() {
        float[] rows = rows(200, 2);
        for (int r = 150; r < 154; r++) {
            rows[r * FEATURES + 1] += 3;
        }
        double[] scores = score(DETECTOR, DETECTOR.newMemory(), rows);
        double usual = Arrays.stream(scores, 0, 140).max().orElseThrow();
        assertThat(scores[150]).isGreaterThan(1.3 * usual); // the window of rows 150 to 153

        var batch = batch(rows);
        AdaptiveScorer scorer = DETECTOR.newScorer();
        scorer.score(batch, new double[batch.windows()]);
        WindowError error = scorer.explain(batch, 150);
        assertThat(error.featureShare()[1]).isGreaterThan(0.7);
        assertThat(Arrays.stream(error.featureShare()).sum()).isCloseTo(1, within(1e-9));
        assertThat(Arrays.stream(error.stepShare()).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void whatLastsBecomesUsual() {
        float[] shifted = rows(600, 3);
        for (int r = 0; r < 600; r++) {
            shifted[r * FEATURES + 1] += 3;
        }
        double[] scores = score(DETECTOR, DETECTOR.newMemory(), shifted);

        assertThat(Arrays.stream(scores, 500, 590).average().orElseThrow())
                .isLessThan(0.7 * Arrays.stream(scores, 0, 10).average().orElseThrow());
    }

    @Test
    void goesOnFromItsBytesBitForBit() {
        float[] first = rows(300, 4);
        float[] second = rows(300, 5);
        MachineMemory memory = DETECTOR.newMemory();
        score(DETECTOR, memory, first);
        byte[] bytes = memory.toBytes();

        MachineMemory restored = DETECTOR.restoreMemory(bytes);

        assertThat(restored.toBytes()).isEqualTo(bytes);
        assertThat(score(DETECTOR, restored, second)).containsExactly(score(DETECTOR, memory, second));
        assertThat(restored.toBytes()).isEqualTo(memory.toBytes());
        assertThat((long) bytes.length).isLessThanOrEqualTo(DETECTOR.memoryBytesPerMachine());
    }

    @Test
    void theCutIntoBatchesDoesNotMatter() {
        float[] rows = rows(100, 6);
        double[] whole = score(DETECTOR, DETECTOR.newMemory(), rows);
        MachineMemory memory = DETECTOR.newMemory();
        var parts = new double[whole.length];
        for (int n = 0; n < whole.length; n++) {
            float[] one = Arrays.copyOfRange(rows, n * FEATURES, (n + DETECTOR.steps()) * FEATURES);
            parts[n] = score(DETECTOR, memory, one)[0];
        }

        assertThat(parts).containsExactly(whole);
    }

    @Test
    void scoresTheSameFromItsArtefact() throws Exception {
        ModelArtefact artefact = artefact(DETECTOR);
        byte[] bytes = ArtefactCodec.encode(artefact);
        var restored = (RandomCutForestDetector) ArtefactCodec.decode(bytes).detector();

        float[] unseen = rows(200, 7);
        assertThat(score(restored, restored.newMemory(), unseen))
                .containsExactly(score(DETECTOR, DETECTOR.newMemory(), unseen));
        assertThat(ArtefactCodec.encode(artefact(restored))).isEqualTo(bytes);
    }

    private static ModelArtefact artefact(RandomCutForestDetector detector) {
        double[][] raw = {{0, 0}, {1, 1}};
        return new ModelArtefact(
                "pump",
                1,
                0,
                new Preprocessing(
                        new SensorLayout(List.of(Sensor.continuous("a"), Sensor.continuous("b"))),
                        Scaler.fit(ScalerKind.STANDARD, raw, 20),
                        FeatureSpec.VALUES,
                        false),
                detector,
                Smoothing.NONE,
                new Thresholds("fixed", 1, Map.of(), 0, 3),
                Morphology.NONE,
                new TreeMap<>());
    }

    @Test
    void damagedMemoriesAreRefused() {
        byte[] bytes = DETECTOR.newMemory().toBytes();
        byte[] changed = bytes.clone();
        changed[bytes.length / 2] ^= 1;
        byte[] newer = bytes.clone();
        newer[0] = 9;
        var other = RandomCutForestDetector.fit(TrainingRows.of(rows(100, 1), FEATURES), 5, 50, SHAPE);

        assertThatThrownBy(() -> DETECTOR.restoreMemory(changed)).hasMessageContaining("its checksum does not hold");
        assertThatThrownBy(() -> DETECTOR.restoreMemory(Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageContaining("its checksum does not hold");
        assertThatThrownBy(() -> DETECTOR.restoreMemory(newer))
                .hasMessageContaining("found " + bytes.length + " bytes of format 9");
        assertThatThrownBy(() -> DETECTOR.restoreMemory(new byte[0])).hasMessageContaining("found 0 bytes");
        assertThatThrownBy(() -> other.restoreMemory(bytes))
                .hasMessageContaining("a forest over 10 values was expected, found one over 8");
    }

    @ParameterizedTest
    @CsvSource({"trees, 0", "trees, NaN", "samples, 1", "steps, 0.5", "steps, 7", "features, 0", "seed, 1e300"})
    void formsThatContradictThemselvesAreRefused(String parameter, double value) {
        var plugin = new RandomCutForestPlugin();
        var form = plugin.toForm(DETECTOR);
        form.parameters().put(parameter, value);

        assertThatThrownBy(() -> plugin.fromForm(form))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "parameter '" + parameter + "' of a random cut forest must be a whole number from .*|"
                                + "training windows of 7 × 2 values expected one after the other, found 1600 values");
    }

    @Test
    void missingOrCutWindowsAreRefused() {
        var plugin = new RandomCutForestPlugin();
        var form = plugin.toForm(DETECTOR);
        byte[] windows = form.attachments().get("windows");

        assertThatThrownBy(() -> plugin.fromForm(new io.millrace.detection.artefact.DetectorPlugin.Form(
                        form.parameters(), Map.of("trees", windows))))
                .hasMessageContaining("expects an attachment 'windows' of whole float32 values, found [trees]");
        assertThatThrownBy(() -> plugin.fromForm(new io.millrace.detection.artefact.DetectorPlugin.Form(
                        form.parameters(), Map.of("windows", Arrays.copyOf(windows, windows.length - 4)))))
                .hasMessageContaining("expected one after the other, found 1599 values");
    }
}
