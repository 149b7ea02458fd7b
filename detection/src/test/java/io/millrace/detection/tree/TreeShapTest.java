package io.millrace.detection.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast algorithm against the definition: the mean over all orders in which features can become known. */
class TreeShapTest {

    private static final int FEATURES = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void valuesAreThoseOfTheDefinition(long seed) {
        TreeEnsemble ensemble = RandomTrees.ensemble(TreeFamily.LIGHTGBM, Link.IDENTITY, FEATURES, 1, 7, seed);
        var shap = new TreeShap(ensemble);
        var random = new Random(seed);
        var values = new double[FEATURES];
        for (int n = 0; n < 30; n++) {
            double[] x = RandomTrees.vector(FEATURES, random);

            shap.explain(x, 0, values);

            assertThat(values)
                    .as("vector %s", Arrays.toString(x))
                    .containsExactly(byDefinition(ensemble, x), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void valuesAndTheMeanSumToTheMarginOfEachOutput(long seed) {
        for (TreeFamily family : TreeFamily.values()) {
            TreeEnsemble ensemble = RandomTrees.ensemble(family, Link.SOFTMAX, 9, 3, 300, seed);
            var shap = new TreeShap(ensemble);
            var random = new Random(seed);
            var values = new double[9];
            var margins = new double[3];
            for (int n = 0; n < 20; n++) {
                double[] x = RandomTrees.vector(9, random);
                ensemble.margins(x, margins);
                for (int output = 0; output < 3; output++) {
                    shap.explain(x, output, values);
                    double sum = shap.expected(output) + Arrays.stream(values).sum();
                    assertThat(sum).isCloseTo(margins[output], within(1e-6));
                }
            }
        }
    }

    @Test
    void aFeatureThatNoTreeLooksAtAddsNothing() {
        var tree = new Tree.Builder(0)
                .split(0, 1, Missing.LEFT, 10)
                .leaf(-1, 4)
                .leaf(2, 6)
                .build();
        var ensemble = new TreeEnsemble(TreeFamily.LIGHTGBM, Link.IDENTITY, 2, new double[] {0.5}, List.of(tree));
        var values = new double[2];

        new TreeShap(ensemble).explain(new double[] {3, 7}, 0, values);

        double mean = 0.4 * -1 + 0.6 * 2;
        assertThat(new TreeShap(ensemble).expected(0)).isCloseTo(0.5 + mean, within(1e-12));
        assertThat(values).containsExactly(new double[] {2 - mean, 0}, within(1e-12));
    }

    @Test
    void aVectorOfAnotherLengthIsRefused() {
        TreeEnsemble ensemble = RandomTrees.ensemble(TreeFamily.XGBOOST, Link.IDENTITY, 3, 1, 2, 1);

        assertThatThrownBy(() -> new TreeShap(ensemble).explain(new double[4], 0, new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the trees expect 3 features, found 4");
    }

    private static double[] byDefinition(TreeEnsemble ensemble, double[] x) {
        var values = new double[FEATURES];
        for (int f = 0; f < FEATURES; f++) {
            for (int known = 0; known < 1 << FEATURES; known++) {
                if ((known & 1 << f) == 0) {
                    int size = Integer.bitCount(known);
                    double weight = factorial(size) * factorial(FEATURES - size - 1) / factorial(FEATURES);
                    values[f] += weight * (game(ensemble, x, known | 1 << f) - game(ensemble, x, known));
                }
            }
        }
        return values;
    }

    private static double game(TreeEnsemble ensemble, double[] x, int known) {
        double sum = 0;
        for (int t = 0; t < ensemble.trees(); t++) {
            sum += expectation(ensemble, ensemble.tree(t), 0, x, known);
        }
        return sum;
    }

    private static double expectation(TreeEnsemble ensemble, Tree tree, int node, double[] x, int known) {
        if (tree.isLeaf(node)) {
            return tree.number(node);
        }
        if ((known & 1 << tree.feature(node)) != 0) {
            return expectation(ensemble, tree, ensemble.next(tree, node, x), x, known);
        }
        double left = tree.leftShare(node);
        return left * expectation(ensemble, tree, tree.left(node), x, known)
                + (1 - left) * expectation(ensemble, tree, tree.right(node), x, known);
    }

    private static double factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }
}
