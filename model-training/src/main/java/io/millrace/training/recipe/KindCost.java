package io.millrace.training.recipe;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.window.WindowBatch;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.series.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a kind costs with its standard options, measured here and now on one thread: trained on {@value #ROWS} simulated rows of {@value
 * #SENSORS} sensors, scored in bundles of {@value #BUNDLE} windows of one machine. Networks are trained for one epoch, which does not change
 * what scoring costs.
 *
 * @param steps window length
 * @param microsPerWindow of scoring, by the best of {@value #ROUNDS} rounds
 * @param artefactBytes once per model
 * @param rowsBytes of the raw rows that the job keeps per machine for a window
 * @param memoryBytes of what the detector has learnt of a machine after {@value #ROWS} windows, per machine, as a checkpoint holds it; 0 for
 *     detectors that learn nothing of machines
 * @param trainingSeconds wall time
 */
public record KindCost(
        KnownKind kind,
        int steps,
        double microsPerWindow,
        long artefactBytes,
        long rowsBytes,
        long memoryBytes,
        double trainingSeconds) {

    public static final int ROWS = 2_000;
    public static final int SENSORS = 8;
    private static final int BUNDLE = 256;
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 200_000_000;

    public static KindCost measure(KnownKind kind) {
        boolean learnsInEpochs =
                kind.options().stream().anyMatch(option -> option.name().equals("epochs"));
        Map<String, String> settings = learnsInEpochs ? Map.of("epochs", "1") : Map.of();
        DetectorKind made = kind.with(settings);
        var recipe = new DetectorRecipe(kind.name(), InputOptions.DEFAULT, made.stateInputs(), made, 0.2);
        long began = System.nanoTime();
        ModelArtefact artefact = DetectorTraining.train(
                        List.of(series(1)),
                        recipe,
                        kind.thresholdWith(settings)
                                .map(AlarmOptions.DEFAULT::withThreshold)
                                .orElse(AlarmOptions.DEFAULT),
                        kind.name(),
                        1,
                        0,
                        1,
                        TrainingProgress.SILENT)
                .artefact();
        double seconds = (System.nanoTime() - began) / 1e9;
        float[] rows = artefact.preprocessing().transform(series(2).rows());
        return new KindCost(
                kind,
                artefact.detector().steps(),
                micros(artefact, rows),
                ArtefactCodec.encode(artefact).length,
                8L * artefact.ringRows() * SENSORS,
                memory(artefact, rows),
                seconds);
    }

    private static double micros(ModelArtefact artefact, float[] rows) {
        int steps = artefact.detector().steps();
        int width = artefact.detector().features();
        var batch = new WindowBatch(steps, width);
        batch.addSegment(Arrays.copyOf(rows, (BUNDLE + steps - 1) * width), BUNDLE + steps - 1);
        var scorer = artefact.detector().newScorer();
        var scores = new double[BUNDLE];
        var memories = new MachineMemory[BUNDLE];
        if (artefact.detector() instanceof AdaptiveDetector adaptive) {
            Arrays.fill(memories, adaptive.newMemory());
        }
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            long windows = 0;
            long began = System.nanoTime();
            long elapsed = 0;
            while (elapsed < ROUND_NANOS) {
                if (scorer instanceof AdaptiveScorer adaptive) {
                    adaptive.score(batch, memories, scores);
                } else {
                    scorer.score(batch, scores);
                }
                windows += BUNDLE;
                elapsed = System.nanoTime() - began;
            }
            best = Math.min(best, elapsed / 1e3 / windows);
        }
        return best;
    }

    private static long memory(ModelArtefact artefact, float[] rows) {
        if (!(artefact.detector() instanceof AdaptiveDetector adaptive)) {
            return 0;
        }
        var batch = new WindowBatch(adaptive.steps(), adaptive.features());
        batch.addSegment(rows, rows.length / adaptive.features());
        var memories = new MachineMemory[batch.windows()];
        Arrays.fill(memories, adaptive.newMemory());
        adaptive.newScorer().score(batch, memories, new double[batch.windows()]);
        return memories[0].toBytes().length;
    }

    /** Waves of different length with noise; every tenth hundred of rows has a fault of twenty, for kinds that need labels. */
    private static Series series(long seed) {
        var random = new SplittableRandom(seed);
        var rows = new double[ROWS][SENSORS];
        var timestamps = new long[ROWS];
        var labels = new boolean[ROWS];
        for (int r = 0; r < ROWS; r++) {
            timestamps[r] = 1_000L * r;
            labels[r] = r % 200 >= 180;
            for (int j = 0; j < SENSORS; j++) {
                rows[r][j] = Math.sin(r / (3.0 + j)) + 0.2 * random.nextDouble() + (labels[r] && j == 1 ? 1 : 0);
            }
        }
        return new Series(
                "simulated",
                new SensorLayout(IntStream.range(0, SENSORS)
                        .mapToObj(j -> Sensor.continuous("sensor-" + j))
                        .toList()),
                timestamps,
                rows,
                Optional.of(labels));
    }
}
