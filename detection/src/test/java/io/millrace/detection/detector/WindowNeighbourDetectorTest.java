package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowNeighbourDetectorTest {

    /** Windows (0, 0) and (3, 4), one feature. */
    private static final float[] TWO_WINDOWS = {0, 0, 3, 4};

    @Test
    void scoresTheRootMeanSquareDifferenceToTheNearestTrainingWindow() {
        var detector = new WindowNeighbourDetector(2, 1, TWO_WINDOWS, MemoryPolicy.NONE);

        // windows (0, 1), (1, 4), (4, 4): nearest are (0, 0), (3, 4), (3, 4)
        assertThat(Signals.score(detector, new float[] {0, 1, 4, 4}))
                .containsExactly(Math.sqrt(0.5), Math.sqrt(2), Math.sqrt(0.5));
    }

    @Test
    void explainsByWhatDiffersFromTheNearestWindow() {
        var detector = new WindowNeighbourDetector(2, 2, new float[] {0, 0, 0, 0}, MemoryPolicy.NONE);
        WindowBatch batch = Signals.batch(detector, new float[] {0, 1, 0, 3});
        var scorer = detector.newScorer();
        scorer.score(batch, new double[1]);

        WindowError error = scorer.explain(batch, 0);

        assertThat(error.featureShare()).containsExactly(0, 1);
        assertThat(error.stepShare()).containsExactly(new double[] {0.1, 0.9}, within(1e-12));
        assertThat(error.expected()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void statisticsAreBlindToWhenInTheWindowSomethingHappens() {
        float[] early = {0, 4, 0, 0};
        float[] late = {0, 0, 0, 4};
        var byStatistics =
                WindowNeighbourDetector.fit(TrainingRows.of(early, 1), 4, WindowView.STATISTICS, 1, MemoryPolicy.NONE);
        var byRows = WindowNeighbourDetector.fit(TrainingRows.of(early, 1), 4, 1, MemoryPolicy.NONE);

        assertThat(Signals.score(byStatistics, late)).containsExactly(0);
        assertThat(Signals.score(byRows, late)[0]).isGreaterThan(2);
        // mean 1, deviation √3, maximum 4, minimum 0 against 2, 0, 2, 2
        assertThat(Signals.score(byStatistics, new float[] {2, 2, 2, 2}))
                .containsExactly(new double[] {Math.sqrt((1 + 3 + 4 + 4) / 4.0)}, within(1e-6));
    }

    @Test
    void explainsStatisticsByTheSensorAndExpectsTheNearestLevelAndSpread() {
        // one training window of two sensors: means 1 and 0, deviations 1 and 0
        float[] trained = {0, 0, 2, 0};
        var detector = WindowNeighbourDetector.fit(
                TrainingRows.of(trained, 2), 2, WindowView.STATISTICS, 1, MemoryPolicy.NONE);
        WindowBatch batch = Signals.batch(detector, new float[] {3, 0, 7, 0});
        var scorer = detector.newScorer();
        scorer.score(batch, new double[1]);

        WindowError error = scorer.explain(batch, 0);

        assertThat(error.featureShare()).containsExactly(1, 0);
        assertThat(error.expected()).containsExactly(0, 0, 2, 0);
        // 3 and 5 away
        assertThat(error.stepShare()).containsExactly(new double[] {9 / 34.0, 25 / 34.0}, within(1e-12));
    }

    @Test
    void logStatisticsTellAStuckSensorFromNoiseAroundItsOwnMean() {
        var random = new SplittableRandom(3);
        TrainingRows noise = TrainingRows.of(random(400, random), 1);
        float[] test = random(400, random);
        Arrays.fill(test, 200, 300, 0.5f);
        var byLog = WindowNeighbourDetector.fit(noise, 40, WindowView.LOG_STATISTICS, 400, MemoryPolicy.NONE);
        var byRows = WindowNeighbourDetector.fit(noise, 40, 400, MemoryPolicy.NONE);

        double[] logScores = Signals.score(byLog, test);
        double[] rowScores = Signals.score(byRows, test);

        int stuck = 250; // rows 250 to 289
        double loudestNoise = Arrays.stream(logScores).limit(160).max().orElseThrow();
        assertThat(logScores[stuck]).isGreaterThan(3 * loudestNoise);
        assertThat(rowScores[stuck])
                .isLessThan(Arrays.stream(rowScores).limit(160).max().orElseThrow());
    }

    @Test
    void explainsLogStatisticsByTheNearestLevelAndSpread() {
        // the training window: mean 1, deviation 1
        var detector = WindowNeighbourDetector.fit(
                TrainingRows.of(new float[] {0, 2}, 1), 2, WindowView.LOG_STATISTICS, 1, MemoryPolicy.NONE);
        WindowBatch batch = Signals.batch(detector, new float[] {3, 7});
        var scorer = detector.newScorer();
        var scores = new double[1];
        scorer.score(batch, scores);

        // mean 5, maximum 7, minimum 3, deviation 2
        double spread = 0.2 * Math.log(2.01 / 1.01);
        assertThat(scores[0]).isEqualTo(Math.sqrt((16 + 25 + 9 + spread * spread) / 4), within(1e-6));
        float[] expected = scorer.explain(batch, 0).expected();
        assertThat(expected[0]).isEqualTo(0, offset(1e-5f));
        assertThat(expected[1]).isEqualTo(2, offset(1e-5f));
    }

    @Test
    void findsTheSameNeighbourAsAPlainSearch() {
        var random = new SplittableRandom(5);
        for (int count : new int[] {1, 63, 64, 65, 200}) {
            int size = 37;
            float[] windows = random(count * size, random);
            float[] probe = random(size * 3, random);
            var detector = new WindowNeighbourDetector(size, 1, windows, MemoryPolicy.NONE);

            double[] scores = Signals.score(detector, probe);

            for (int n = 0; n < scores.length; n++) {
                assertThat(scores[n])
                        .as("%d windows, probe %d", count, n)
                        .isEqualTo(plain(windows, size, probe, n), within(1e-6));
            }
        }
    }

    private static double plain(float[] windows, int size, float[] probe, int at) {
        double best = Double.POSITIVE_INFINITY;
        for (int w = 0; w < windows.length; w += size) {
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += Math.pow((double) windows[w + i] - probe[at + i], 2);
            }
            best = Math.min(best, sum);
        }
        return Math.sqrt(best / size);
    }

    private static float[] random(int length, SplittableRandom random) {
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    @Test
    void remembersAMachinesWindowOnceItIsOldEnough() {
        // one-row windows: every window is one value
        var detector = new WindowNeighbourDetector(1, 1, new float[] {0}, new MemoryPolicy(10, 1, 3));

        double[] scores =
                Signals.score(detector.newScorer(), detector, detector.newMemory(), new float[] {5, 5, 5, 5, 5});

        // the value 5 was first seen three windows before the fourth
        assertThat(scores).containsExactly(5, 5, 5, 0, 0);
    }

    @Test
    void forgetsTheOldestWindowWhenTheMemoryIsFull() {
        var detector = new WindowNeighbourDetector(1, 1, new float[] {0}, new MemoryPolicy(2, 1, 0));

        double[] scores = Signals.score(
                detector.newScorer(), detector, detector.newMemory(), new float[] {10, 20, 30, 10, 40, 20});

        // before 30: {10, 20}; before 10: {20, 30}, of which 20 is 10 away; before 20: {10, 40}, 10 away
        assertThat(scores).containsExactly(10, 10, 10, 10, 10, 10);
    }

    @Test
    void remembersEveryStrideThWindow() {
        var detector = new WindowNeighbourDetector(1, 1, new float[] {0}, new MemoryPolicy(10, 2, 0));

        double[] scores =
                Signals.score(detector.newScorer(), detector, detector.newMemory(), new float[] {4, 9, 9, 9, 4});

        // windows 0 and 2 are remembered
        assertThat(scores).containsExactly(4, 5, 5, 0, 0);
    }

    @Test
    void scoresTheSameHoweverWindowsAreBatchedAndMemoriesRestored() {
        int features = 2;
        float[] rows = Signals.waves(400, features, 3);
        float[] other = Signals.waves(400, features, 4);
        var detector = WindowNeighbourDetector.fit(
                TrainingRows.of(Signals.waves(60, features, 1), features), 8, 20, new MemoryPolicy(15, 3, 10));
        double[] whole = Signals.score(detector.newScorer(), detector, detector.newMemory(), rows);

        var random = new SplittableRandom(9);
        var scorer = detector.newScorer();
        MachineMemory memory = detector.newMemory();
        MachineMemory otherMemory = detector.newMemory();
        var pieces = new double[whole.length];
        for (int first = 0; first < whole.length; ) {
            int count = Math.min(1 + random.nextInt(40), whole.length - first);
            var batch = new WindowBatch(8, features);
            for (int n = first; n < first + count; n++) { // another machine's windows in between
                batch.addWindow(Arrays.copyOfRange(rows, n * features, (n + 8) * features));
                batch.addWindow(Arrays.copyOfRange(other, n * features, (n + 8) * features));
            }
            var memories = new MachineMemory[2 * count];
            for (int n = 0; n < count; n++) {
                memories[2 * n] = memory;
                memories[2 * n + 1] = otherMemory;
            }
            var scores = new double[2 * count];
            scorer.score(batch, memories, scores);
            for (int n = 0; n < count; n++) {
                pieces[first + n] = scores[2 * n];
            }
            memory = detector.restoreMemory(memory.toBytes());
            first += count;
        }

        assertThat(pieces).containsExactly(whole);
    }

    @Test
    void keepsAMemoryWithinItsStatedSize() {
        var detector = new WindowNeighbourDetector(4, 1, new float[4], new MemoryPolicy(7, 2, 9));
        MachineMemory memory = detector.newMemory();
        var scorer = detector.newScorer();
        int largest = 0;
        for (int chunk = 0; chunk < 30; chunk++) {
            Signals.score(scorer, detector, memory, Signals.waves(6, 1, chunk));
            largest = Math.max(largest, memory.toBytes().length);
        }

        assertThat((long) largest).isLessThanOrEqualTo(detector.memoryBytesPerMachine());
        assertThat((long) largest).isGreaterThan(detector.memoryBytesPerMachine() * 8 / 10);
    }

    @Test
    void refusesAMemoryOfAnotherDetector() {
        byte[] bytes = new WindowNeighbourDetector(4, 1, new float[4], new MemoryPolicy(7, 2, 9))
                .newMemory()
                .toBytes();
        var other = new WindowNeighbourDetector(5, 1, new float[5], new MemoryPolicy(7, 2, 9));

        assertThatThrownBy(() -> other.restoreMemory(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("windows of 5 values was expected, found format 1 and 4 values");
        assertThatThrownBy(() -> other.restoreMemory(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 3");
    }

    @Test
    void refusesTrainingRowsShorterThanAWindow() {
        assertThatThrownBy(
                        () -> WindowNeighbourDetector.fit(TrainingRows.of(new float[5], 1), 6, 10, MemoryPolicy.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no training series is as long as a window of 6 rows");
    }
}
