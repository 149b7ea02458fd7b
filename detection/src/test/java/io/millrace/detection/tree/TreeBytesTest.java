package io.millrace.detection.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TreeBytesTest {

    @ParameterizedTest
    @EnumSource(TreeFamily.class)
    void treesPredictTheSameFromTheirBytes(TreeFamily family) {
        TreeEnsemble trees = RandomTrees.ensemble(family, Link.SOFTMAX, 6, 3, 60, 5);

        TreeEnsemble restored = TreeEnsemble.of(trees.toBytes());

        var random = new Random(5);
        var before = new double[3];
        var after = new double[3];
        for (int n = 0; n < 50; n++) {
            double[] x = RandomTrees.vector(6, random);
            trees.predict(x, before);
            restored.predict(x, after);
            assertThat(after).containsExactly(before);
        }
        assertThat(restored.toBytes()).isEqualTo(trees.toBytes());
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = RandomTrees.ensemble(TreeFamily.XGBOOST, Link.LOGISTIC, 4, 1, 5, 7)
                .toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> TreeEnsemble.of(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> TreeEnsemble.of(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("the trees end after " + bytes.length + " bytes, found " + (bytes.length + 1));
    }

    /** Changed bytes may be other trees, but nothing else than a sentence comes of those that are none. */
    @Test
    void noChangedByteLeadsAstray() {
        byte[] bytes = RandomTrees.ensemble(TreeFamily.LIGHTGBM, Link.LOGISTIC, 4, 1, 5, 9)
                .toBytes();
        var random = new Random(9);
        for (int n = 0; n < 20_000; n++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try {
                TreeEnsemble.of(changed)
                        .predict(new double[Math.max(1, TreeEnsemble.of(changed).features())], new double[1]);
            } catch (IllegalArgumentException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void whatIsNewerIsRefusedByName() {
        byte[] bytes = RandomTrees.ensemble(TreeFamily.XGBOOST, Link.LOGISTIC, 4, 1, 1, 7)
                .toBytes();
        assertThatThrownBy(() -> TreeEnsemble.of(with(bytes, 0, 2)))
                .hasMessage("trees of form 2 are not known to this release, which reads form 1: upgrade Millrace");
        assertThatThrownBy(() -> TreeEnsemble.of(with(bytes, 1, 9)))
                .hasMessage("family of trees number 9 is not known to this release, which knows 3: upgrade Millrace");
        assertThatThrownBy(() -> TreeEnsemble.of(with(bytes, 2, 9)))
                .hasMessage("link of trees number 9 is not known to this release, which knows 3: upgrade Millrace");
    }

    private static byte[] with(byte[] bytes, int index, int value) {
        byte[] changed = bytes.clone();
        changed[index] = (byte) value;
        return changed;
    }
}
