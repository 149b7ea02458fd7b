package io.millrace.detection.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeEnsembleTest {

    private static final double TENTH = 0.1f; // a float that is a little more than the double 0.1

    private static double margin(TreeFamily family, Missing missing, double threshold, double x) {
        var tree = new Tree.Builder(0)
                .split(0, threshold, missing, 2)
                .leaf(-1, 1)
                .leaf(1, 1)
                .build();
        var margin = new double[1];
        new TreeEnsemble(family, Link.IDENTITY, 1, new double[1], List.of(tree)).margins(new double[] {x}, margin);
        return margin[0];
    }

    @ParameterizedTest
    @CsvSource({
        "XGBOOST, LEFT, 0.5, 0.49, -1",
        "XGBOOST, LEFT, 0.5, 0.5, 1",
        "XGBOOST, LEFT, 0.5, NaN, -1",
        "XGBOOST, RIGHT, 0.5, NaN, 1",
        "LIGHTGBM, LEFT, 0.5, 0.5, -1",
        "LIGHTGBM, RIGHT, 0.5, NaN, 1",
        "LIGHTGBM, RIGHT, Infinity, 1e300, -1",
        "LIGHTGBM, AS_ZERO, 0.5, NaN, -1",
        "LIGHTGBM, AS_ZERO, -0.5, NaN, 1",
        "LIGHTGBM, LEFT_WITH_ZERO, -0.5, 0, -1",
        "LIGHTGBM, RIGHT_WITH_ZERO, 0.5, 0, 1",
        "LIGHTGBM, RIGHT_WITH_ZERO, 0.5, 1e-36, 1",
        "LIGHTGBM, RIGHT_WITH_ZERO, 0.5, 1e-34, -1",
        "LIGHTGBM, RIGHT_WITH_ZERO, 0.5, NaN, 1",
        "CATBOOST, LEFT, 0.5, 0.5, -1",
        "CATBOOST, RIGHT, 0.5, NaN, 1",
        "CATBOOST, LEFT, 0.5, 0.51, 1"
    })
    void splitsAsTheFamilyDoes(TreeFamily family, Missing missing, double threshold, double x, double expected) {
        assertThat(margin(family, missing, threshold, x)).isEqualTo(expected);
    }

    @Test
    void comparesFloatsWhereTheFamilyDoes() {
        assertThat(margin(TreeFamily.XGBOOST, Missing.LEFT, TENTH, 0.1)).isEqualTo(1); // 0.1f < 0.1f does not hold
        assertThat(margin(TreeFamily.CATBOOST, Missing.LEFT, TENTH, 0.1000000001))
                .isEqualTo(-1);
        assertThat(margin(TreeFamily.LIGHTGBM, Missing.LEFT, 0.1, 0.1000000001)).isEqualTo(1);
    }

    @Test
    void linksMarginsToPredictions() {
        var leaf = new Tree.Builder(0).leaf(Math.log(3), 1).build();
        var one = new double[1];
        new TreeEnsemble(TreeFamily.LIGHTGBM, Link.LOGISTIC, 1, new double[1], List.of(leaf))
                .predict(new double[1], one);
        assertThat(one[0]).isCloseTo(0.75, within(1e-12));

        var three = new double[3];
        new TreeEnsemble(TreeFamily.LIGHTGBM, Link.SOFTMAX, 1, new double[] {0, Math.log(2), 1000}, List.of(leaf))
                .predict(new double[1], three);
        assertThat(three).containsExactly(new double[] {0, 0, 1}, within(1e-12)); // and no overflow
    }

    @Test
    void refusesTreesThatDoNotFit() {
        var tree = new Tree.Builder(1)
                .split(3, 0, Missing.LEFT, 2)
                .leaf(0, 1)
                .leaf(1, 1)
                .build();
        assertThatThrownBy(() -> new TreeEnsemble(TreeFamily.XGBOOST, Link.SOFTMAX, 3, new double[2], List.of(tree)))
                .hasMessage("tree 0 splits on feature 3, there are 3");
        assertThatThrownBy(() -> new TreeEnsemble(TreeFamily.XGBOOST, Link.IDENTITY, 4, new double[1], List.of(tree)))
                .hasMessage("tree 0 adds to output 1, there are 1");
        assertThatThrownBy(() -> new TreeEnsemble(TreeFamily.XGBOOST, Link.SOFTMAX, 4, new double[1], List.of()))
                .hasMessage("a SOFTMAX link expects 2 outputs or more, found 1");
        assertThatThrownBy(() ->
                        new TreeEnsemble(TreeFamily.XGBOOST, Link.IDENTITY, 4, new double[] {Double.NaN}, List.of()))
                .hasMessage("trees expect a finite base margin, found NaN");
        assertThatThrownBy(() -> new Tree.Builder(0).leaf(Double.NaN, 1))
                .hasMessage("a tree expects thresholds that are numbers and finite values, found NaN in node 0");
        assertThatThrownBy(() -> new Tree.Builder(0).leaf(0, -1))
                .hasMessage("a tree expects a training weight ≥ 0, found -1.0 in node 0");
        assertThatThrownBy(() -> new Tree.Builder(0)
                        .split(0, 0, Missing.LEFT, 1)
                        .leaf(0, 1)
                        .build())
                .hasMessage("a tree breaks off after 2 nodes: 1 subtrees are missing");
    }
}
