package io.millrace.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.morphology.Run;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.detection.window.Imputation;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The job's scores and events are those of the batch form, however the stream is cut. */
class StreamEqualsBatchTest {

    private static final long SECOND = 1_000;
    private static final long START = 1_700_000_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void scoresOfTheStreamAreThoseOfTheBatchBitForBit(long seed) throws Exception {
        var random = new Random(seed);
        TinyModels.Recipe recipe = TinyModels.Recipe.plain()
                .seed(seed)
                .smoothing(0.3)
                .features(seed % 2 == 0 ? FeatureSpec.VALUES : new FeatureSpec(true, true, 4));
        assertStreamEqualsBatch(recipe, random);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void scoresOfADetectorThatLearnsFromEachMachineAreThoseOfTheBatchToo(long seed) throws Exception {
        assertStreamEqualsBatch(TinyModels.Recipe.plain().seed(seed).learning(), new Random(seed));
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void scoresOfAnAutoencoderThatGetsUsedToItsErrorsAreThoseOfTheBatchToo(long seed) throws Exception {
        TinyModels.Recipe recipe = TinyModels.Recipe.plain().seed(seed).kind(TinyModels.Kind.FAMILIAR_ERRORS);
        assertStreamEqualsBatch(recipe, new Random(seed));
    }

    @ParameterizedTest
    @EnumSource(names = {"DENSE_AUTOENCODER", "LSTM_CLASSIFIER", "ATTENTION_LSTM"})
    void scoresOfFurtherNetworksAreThoseOfTheBatchToo(TinyModels.Kind kind) throws Exception {
        TinyModels.Recipe recipe = TinyModels.Recipe.plain()
                .seed(41)
                .smoothing(0.3)
                .features(new FeatureSpec(true, false, 0))
                .kind(kind);
        assertStreamEqualsBatch(recipe, new Random(41));
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void scoresOfBoostedTreesAreThoseOfTheBatchToo(long seed) throws Exception {
        TinyModels.Recipe recipe =
                TinyModels.Recipe.plain().seed(seed).smoothing(0.3).kind(TinyModels.Kind.TREES);
        assertStreamEqualsBatch(recipe, new Random(seed));
    }

    /** Served from a release as any model is, and an alert says which sensors speak for the fault. */
    @Test
    void alertsOfBoostedTreesNameTheSensorsByTheirShapleyValues() throws Exception {
        double[][] rows = randomSeries(new Random(41), 1, 200, 3)[0];
        TinyModels.Recipe recipe = TinyModels.Recipe.plain().seed(41).kind(TinyModels.Kind.TREES);
        double[] sorted = batch(recipe.artefact(), rows).smoothed().clone();
        Arrays.sort(sorted);
        recipe = recipe.threshold(sorted[sorted.length / 2]);
        try (var plant = new Plant(Plant.Design.of(Settings.bundles(20), recipe))) {
            for (int row = 0; row < rows.length; row++) {
                plant.reading("machine", START + row * SECOND, rows[row]);
            }
            plant.endOfInput();

            assertThat(plant.alerts()).isNotEmpty().allSatisfy(alert -> {
                assertThat(alert.getTopSensors()).isNotEmpty();
                double shares = alert.getTopSensors().stream()
                        .mapToDouble(sensor -> sensor.getContribution())
                        .sum();
                assertThat(shares).isBetween(0.3, 1 + 1e-9);
            });
        }
    }

    private static void assertStreamEqualsBatch(TinyModels.Recipe recipe, Random random) throws Exception {
        int machines = 3;
        int length = 120;
        double[][][] series = randomSeries(random, machines, length, 3);

        List<List<ScoredWindow>> streamed = stream(recipe, series, random);

        for (int m = 0; m < machines; m++) {
            SeriesScores batch = batch(recipe.artefact(), series[m]);
            assertThat(streamed.get(m).stream().mapToDouble(ScoredWindow::score))
                    .as("machine %d", m)
                    .containsExactly(IntStream.range(0, batch.windows())
                            .mapToObj(n -> batch.smoothed()[n])
                            .toArray(Double[]::new));
            assertThat(streamed.get(m).stream().map(ScoredWindow::timestampMillis))
                    .containsExactly(IntStream.range(batch.firstRow(), length)
                            .mapToObj(row -> START + row * SECOND)
                            .toArray(Long[]::new));
        }
    }

    /** As {@code millrace train --align union --fill} trains: a sensor that a machine lacks reads the fixed value. */
    @Test
    void aMachineWithoutASensorIsScoredAsTheBatchThatReadsTheFixedValue() throws Exception {
        TinyModels.Recipe recipe = TinyModels.Recipe.plain().seed(31).features(new FeatureSpec(true, true, 4));
        double[][] rows = randomSeries(new Random(31), 1, 60, 3)[0];
        String[] present = {TinyModels.SENSORS[0], TinyModels.SENSORS[2]};
        ScoringHarness task = ScoringHarness.started(Settings.imputing(7, Imputation.FIXED), null, recipe);
        for (int row = 0; row < rows.length; row++) {
            task.reading("machine-0", START + row * SECOND, present, rows[row][0], rows[row][2]);
            rows[row][1] = 0;
        }
        task.endReadings();

        // the very first reading has nothing before it to be filled after, and no window holds it
        SeriesScores batch = batch(recipe.artefact(), Arrays.copyOfRange(rows, 1, rows.length));
        assertThat(task.taken().stream().map(ScoredWindow::score))
                .containsExactly(Arrays.stream(batch.smoothed()).boxed().toArray(Double[]::new));
        task.close();
    }

    /** Machines interleaved at random; bundles of random size; watermarks, time bounds and restores at random places. */
    private static List<List<ScoredWindow>> stream(TinyModels.Recipe recipe, double[][][] series, Random random)
            throws Exception {
        ScoringSettings settings = Settings.bundles(1 + random.nextInt(40));
        var byMachine = new ArrayList<List<ScoredWindow>>();
        for (int m = 0; m < series.length; m++) {
            byMachine.add(new ArrayList<>());
        }
        ScoringHarness task = ScoringHarness.started(settings, null, recipe);
        var next = new int[series.length];
        int left = series.length * series[0].length;
        long clock = 0;
        while (left > 0) {
            int m = random.nextInt(series.length);
            if (next[m] < series[m].length) {
                task.reading("machine-" + m, START + next[m] * SECOND, series[m][next[m]++]);
                left--;
            }
            switch (random.nextInt(60)) {
                case 0 -> task.watermark(START);
                case 1 -> task.setProcessingTime(clock += 100);
                case 2 -> {
                    OperatorSubtaskState saved = task.checkpoint(++clock);
                    collect(task, byMachine);
                    task.close();
                    task = ScoringHarness.started(settings, saved, recipe);
                }
                default -> {}
            }
        }
        task.endReadings();
        collect(task, byMachine);
        task.close();
        return byMachine;
    }

    private static void collect(ScoringHarness task, List<List<ScoredWindow>> byMachine) {
        for (ScoredWindow window : task.taken()) {
            byMachine
                    .get(Integer.parseInt(window.machineId().substring("machine-".length())))
                    .add(window);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void eventsOfTheStreamAreThoseOfTheBatchForEveryMorphology(long seed) throws Exception {
        var random = new Random(seed);
        double[][] rows = randomSeries(random, 1, 200, 3)[0];
        for (int minEventLength = 1; minEventLength <= 4; minEventLength++) {
            for (int mergeGap = 0; mergeGap <= 4; mergeGap += 2) {
                for (int dilation = 0; dilation <= 3; dilation++) {
                    TinyModels.Recipe recipe =
                            recipeAtMedian(seed, rows).morphology(minEventLength, mergeGap, dilation);
                    assertThat(streamedEvents(recipe, rows, random))
                            .as("minEventLength %d, mergeGap %d, dilation %d", minEventLength, mergeGap, dilation)
                            .isEqualTo(batchEvents(recipe, rows));
                }
            }
        }
    }

    /** A model whose threshold splits the windows in two halves, so that runs and gaps of all lengths occur. */
    private static TinyModels.Recipe recipeAtMedian(long seed, double[][] rows) {
        TinyModels.Recipe recipe = TinyModels.Recipe.plain().seed(seed);
        double[] sorted = batch(recipe.artefact(), rows).smoothed().clone();
        Arrays.sort(sorted);
        return recipe.threshold(sorted[sorted.length / 2]);
    }

    private static List<Run> batchEvents(TinyModels.Recipe recipe, double[][] rows) {
        return batch(recipe.artefact(), rows).events(recipe.threshold(), recipe.morphology());
    }

    private static List<Run> streamedEvents(TinyModels.Recipe recipe, double[][] rows, Random random) throws Exception {
        try (var plant = new Plant(Plant.Design.of(Settings.bundles(1 + random.nextInt(60)), recipe))) {
            for (int row = 0; row < rows.length; row++) {
                plant.reading("machine", START + row * SECOND, rows[row]);
                if (random.nextInt(150) == 0) {
                    plant.failAndRestore();
                }
            }
            plant.endOfInput();
            return plant.alerts().stream()
                    .filter(alert -> alert.getStatus() == AlertStatus.CLOSED)
                    .map(StreamEqualsBatchTest::rowsOf)
                    .toList();
        }
    }

    private static Run rowsOf(Alert alert) {
        var run = new Run((int) ((alert.getStartsAtMillis() - START) / SECOND), (int)
                ((alert.getEndsAtMillis() - START) / SECOND));
        assertThat(alert.getLengthWindows()).isEqualTo(run.length());
        return run;
    }

    private static SeriesScores batch(ModelArtefact model, double[][] rows) {
        return new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing()).score(rows);
    }

    private static double[][][] randomSeries(Random random, int machines, int length, int sensors) {
        var series = new double[machines][length][sensors];
        for (double[][] rows : series) {
            for (double[] row : rows) {
                for (int j = 0; j < sensors; j++) {
                    row[j] = random.nextGaussian();
                }
            }
        }
        return series;
    }
}
