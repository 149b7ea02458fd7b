package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.score.WindowError;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference file is scikit-learn's, written by {@code isolation_forest_reference.py} beside it. */
class IsolationForestDetectorTest {

    private static final double[][] REFERENCE = reference();

    private static double[][] reference() {
        var file = IsolationForestDetectorTest.class.getResourceAsStream("isolation-forest-reference.csv");
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Stream.of(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static double[] column(int column) {
        return Arrays.stream(REFERENCE).mapToDouble(row -> row[column]).toArray();
    }

    private static double[] scores(int trees, long seed) {
        var points = new float[REFERENCE.length][4];
        for (int n = 0; n < points.length; n++) {
            for (int i = 0; i < 4; i++) {
                points[n][i] = (float) REFERENCE[n][i];
            }
        }
        IsolationForest forest = IsolationForest.fit(points, trees, 256, seed);
        return Arrays.stream(points)
                .mapToDouble(point -> forest.score(point, 0))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSeedRanksAsNearToScikitLearnAsItsOwnSeedsToEachOther(long seed) {
        double betweenTheirSeeds = correlation(ranks(column(5)), ranks(column(6))); // 0.965

        assertThat(correlation(ranks(scores(100, seed)), ranks(column(4)))).isGreaterThan(betweenTheirSeeds);
    }

    @Test
    void manyTreesScoreAsManyTreesOfScikitLearn() {
        double[] own = scores(2_500, 1); // as many as stand behind the reference's mean
        double meanDistance = IntStream.range(0, own.length)
                .mapToDouble(n -> Math.abs(own[n] - REFERENCE[n][4]))
                .average()
                .orElseThrow();

        assertThat(meanDistance).isLessThan(0.003);
        assertThat(correlation(ranks(own), ranks(column(4)))).isGreaterThan(0.99);
    }

    @Test
    void takesTheSameTenPercentForOutliersAsScikitLearn() {
        var theirs = top(column(4), 40);
        var own = top(scores(100, 1), 40);

        own.retainAll(theirs);
        assertThat(own).hasSizeGreaterThanOrEqualTo(37);
    }

    private static java.util.Set<Integer> top(double[] scores, int count) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer n) -> scores[n]).reversed())
                .limit(count)
                .collect(java.util.stream.Collectors.toCollection(java.util.HashSet::new));
    }

    private static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(n -> values[n]));
        var ranks = new double[values.length];
        for (int r = 0; r < order.length; r++) {
            ranks[order[r]] = r;
        }
        return ranks;
    }

    private static double correlation(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double both = 0;
        double squaresX = 0;
        double squaresY = 0;
        for (int n = 0; n < x.length; n++) {
            both += (x[n] - meanX) * (y[n] - meanY);
            squaresX += (x[n] - meanX) * (x[n] - meanX);
            squaresY += (y[n] - meanY) * (y[n] - meanY);
        }
        return both / Math.sqrt(squaresX * squaresY);
    }

    @Test
    void scoresByExpectedDepth() {
        // one tree over two points: a cut at 0.5 leaves one point in each leaf, at depth 1 = c(2)
        var forest = new IsolationForest(
                1, 2, new int[] {0}, new int[] {0, -1, -1}, new float[] {0.5f, 1, 1}, new int[] {2, 0, 0});
        // four points, a leaf of three: depth 1 + c(3) = 1 + 2 (ln 2 + γ) − 4/3
        var lopsided = new IsolationForest(
                1, 4, new int[] {0}, new int[] {0, -1, -1}, new float[] {0.5f, 3, 1}, new int[] {2, 0, 0});
        double c3 = 2 * (Math.log(2) + 0.5772156649015329) - 4.0 / 3;
        double c4 = 2 * (Math.log(3) + 0.5772156649015329) - 1.5;

        assertThat(forest.score(new float[] {0}, 0)).isEqualTo(0.5);
        assertThat(lopsided.score(new float[] {0}, 0)).isCloseTo(Math.pow(2, -(1 + c3) / c4), within(1e-12));
        assertThat(lopsided.score(new float[] {1}, 0)).isCloseTo(Math.pow(2, -1 / c4), within(1e-12));
    }

    @Test
    void givesTheSameForestForTheSameSeed() {
        var rows = TrainingRows.of(Signals.waves(300, 2, 1), 2);
        float[] unseen = Signals.waves(100, 2, 2);

        double[] first = Signals.score(fit(rows, WindowView.ROWS, 7), unseen);
        assertThat(Signals.score(fit(rows, WindowView.ROWS, 7), unseen)).containsExactly(first);
        assertThat(Signals.score(fit(rows, WindowView.ROWS, 8), unseen)).isNotEqualTo(first);
    }

    @Test
    void livesWithPointsThatAreAllAlike() {
        var forest = IsolationForest.fit(new float[50][3], 10, 16, 1);

        assertThat(forest.score(new float[3], 0)).isCloseTo(0.5, within(1e-12));
        assertThatThrownBy(() -> IsolationForest.fit(new float[1][3], 10, 16, 1))
                .hasMessageContaining("needs two points or more to set apart, found 1");
    }

    @ParameterizedTest
    @EnumSource(WindowView.class)
    void namesTheSensorThatIsStrange(WindowView view) {
        var detector = fit(TrainingRows.of(noise(600, 3, 1), 3), view, 5);
        float[] strange = noise(detector.steps(), 3, 9);
        for (int r = 0; r < detector.steps(); r++) {
            strange[r * 3 + 1] += 8;
        }
        WindowBatch batch = Signals.batch(detector, strange);
        WindowScorer scorer = detector.newScorer();
        var scores = new double[1];
        scorer.score(batch, scores);

        WindowError error = scorer.explain(batch, 0);
        assertThat(scores[0])
                .isGreaterThan(Arrays.stream(Signals.score(detector, noise(300, 3, 5)))
                        .average()
                        .orElseThrow());
        assertThat(error.featureShare()[1]).isGreaterThan(Math.max(error.featureShare()[0], error.featureShare()[2]));
        assertThat(Arrays.stream(error.featureShare()).sum()).isCloseTo(1, within(1e-9));
        assertThat(Arrays.stream(error.stepShare()).sum()).isCloseTo(1, within(1e-9));
        assertThat(error.expected()).hasSize(detector.steps() * 3);
    }

    /** Waves are at their extremes all the time, and beyond an extreme a cut sees no further. */
    private static float[] noise(int rows, int features, long seed) {
        var random = new Random(seed);
        var matrix = new float[rows * features];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) random.nextGaussian();
        }
        return matrix;
    }

    private static IsolationForestDetector fit(TrainingRows rows, WindowView view, long seed) {
        return IsolationForestDetector.fit(rows, 6, view, 500, 50, 128, seed);
    }
}
