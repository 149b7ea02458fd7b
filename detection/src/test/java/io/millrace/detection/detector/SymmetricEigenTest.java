package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenTest {

    @Test
    void solvesATwoByTwoMatrixKnownByHand() {
        var eigen = new SymmetricEigen(new double[][] {{2, 1}, {1, 2}});

        assertThat(eigen.value(0)).isEqualTo(3, within(1e-12));
        assertThat(eigen.value(1)).isEqualTo(1, within(1e-12));
        assertThat(Math.abs(eigen.vector(0)[0])).isEqualTo(Math.sqrt(0.5), within(1e-12));
        assertThat(eigen.vector(0)[0]).isEqualTo(eigen.vector(0)[1], within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 40, 101})
    void reproducesARandomMatrixFromItsEigenvectors(int n) {
        var random = new SplittableRandom(n);
        var matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = random.nextDouble() - 0.5;
                matrix[j][i] = matrix[i][j];
            }
        }

        var eigen = new SymmetricEigen(copy(matrix));

        for (int k = 0; k < n; k++) {
            double[] v = eigen.vector(k);
            assertThat(Dot.of(v, v, n)).isEqualTo(1, within(1e-10));
            for (int i = 0; i < n; i++) {
                assertThat(Dot.of(matrix[i], v, n)).isEqualTo(eigen.value(k) * v[i], within(1e-10 * n));
            }
            if (k > 0) {
                assertThat(eigen.value(k)).isLessThanOrEqualTo(eigen.value(k - 1));
            }
        }
    }

    @Test
    void copesWithARankOfOneAndWithNothing() {
        var ones = new double[5][5];
        for (double[] row : ones) {
            Arrays.fill(row, 1);
        }

        assertThat(new SymmetricEigen(ones).value(0)).isEqualTo(5, within(1e-12));
        assertThat(new SymmetricEigen(new double[4][4]).value(0)).isZero();
    }

    private static double[][] copy(double[][] matrix) {
        var copy = new double[matrix.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }
}
