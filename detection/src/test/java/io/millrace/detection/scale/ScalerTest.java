package io.millrace.detection.scale;

import static io.millrace.detection.scale.ScalerKind.MIN_MAX;
import static io.millrace.detection.scale.ScalerKind.ROBUST;
import static io.millrace.detection.scale.ScalerKind.STANDARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScalerTest {

    private static final double CLIP = 20;

    /** Rows of a machine with one sensor. */
    private static double[][] column(double... values) {
        return DoubleStream.of(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    }

    @ParameterizedTest(name = "min-max of 2, 4, 6, 10 maps {0} to {1}")
    @CsvSource({"2, 0", "4, 0.25", "6, 0.5", "10, 1", "0, -0.25", "18, 2", "1000, 20", "-1000, -20"})
    void minMaxMapsTheTrainingRangeToTheUnitInterval(double value, double scaled) {
        var scaler = Scaler.fit(MIN_MAX, column(2, 4, 6, 10), CLIP);

        assertThat(scaler.transform(0, value)).isEqualTo(scaled);
    }

    @ParameterizedTest(name = "standard of mean 5, deviation 2 maps {0} to {1}")
    @CsvSource({"5, 0", "7, 1", "1, -2", "9, 2", "10, 2.5"})
    void standardCountsDeviationsFromTheMean(double value, double scaled) {
        var scaler = Scaler.fit(STANDARD, column(2, 4, 4, 4, 5, 5, 7, 9), CLIP);

        assertThat(scaler.transform(0, value)).isCloseTo(scaled, within(1e-12));
    }

    @Test
    void robustIsNotMovedByAnOutlier() {
        // quartiles 2 and 4 whether the last value is 5 or 1000
        var calm = Scaler.fit(ROBUST, column(1, 2, 3, 4, 5), CLIP);
        var wild = Scaler.fit(ROBUST, column(1, 2, 3, 4, 1000), CLIP);

        assertThat(wild).isEqualTo(calm);
        assertThat(wild.offset(0)).isEqualTo(3);
        assertThat(wild.scale(0)).isCloseTo(2 / 1.349, within(1e-12));
    }

    @Test
    void robustFallsBackToTheDeviationWhenMoreThanHalfTheValuesAreEqual() {
        // both quartiles are 5; deviation sqrt((16 + 16) / 8) = 2
        var scaler = Scaler.fit(ROBUST, column(5, 5, 5, 9, 5, 5, 1, 5), CLIP);

        assertThat(scaler.constant(0)).isFalse();
        assertThat(scaler.offset(0)).isEqualTo(5);
        assertThat(scaler.scale(0)).isEqualTo(2);
    }

    @Test
    void robustDoesNotTakeRoundingForASpread() {
        // three ways to write 0.3 fill the quartiles; the sensor lives by its last two values alone
        var scaler = Scaler.fit(ROBUST, column(0.3, 0.3, 0.1 + 0.2, 0.1 + 0.2, 0.3, 0.1 + 0.2, 1.3, -0.7), CLIP);

        assertThat(scaler.scale(0)).isCloseTo(0.5, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(ScalerKind.class)
    void marksAConstantSensorAndGivesItTheMedianScaleOfTheOthers(ScalerKind kind) {
        double[][] rows = {{0, 7, 0}, {10, 7, 2}, {0, 7, 0}, {10, 7, 2}};

        var scaler = Scaler.fit(kind, rows, CLIP);

        assertThat(scaler.constant(0)).isFalse();
        assertThat(scaler.constant(1)).isTrue();
        assertThat(scaler.constant(2)).isFalse();
        assertThat(scaler.transform(1, 7)).isZero();
        assertThat(scaler.scale(1)).isCloseTo((scaler.scale(0) + scaler.scale(2)) / 2, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(ScalerKind.class)
    void scalesByOneWhenEverySensorIsConstant(ScalerKind kind) {
        var scaler = Scaler.fit(kind, column(3, 3, 3), CLIP);

        assertThat(scaler.constant(0)).isTrue();
        assertThat(scaler.transform(0, 5)).isEqualTo(2);
    }

    @Test
    void takesLittleVariationForConstantWhenAskedTo() {
        // deviation 1 of a largest magnitude of 101
        double[][] rows = column(99, 101, 99, 101);

        assertThat(Scaler.fit(STANDARD, rows, CLIP).constant(0)).isFalse();
        assertThat(Scaler.fit(STANDARD, rows, CLIP, 0.0099).constant(0)).isFalse();
        assertThat(Scaler.fit(STANDARD, rows, CLIP, 0.00991).constant(0)).isTrue();
        assertThatThrownBy(() -> Scaler.fit(STANDARD, rows, CLIP, 1)).hasMessageContaining("0 to below 1");
    }

    @Test
    void takesASpreadOfRoundingForConstant() {
        assertThat(Scaler.fit(STANDARD, column(1e6, 1e6 + 1e-7), CLIP).constant(0))
                .isTrue();
        assertThat(Scaler.fit(STANDARD, column(1e6, 1e6 + 1e-5), CLIP).constant(0))
                .isFalse();
    }

    @Test
    void leavesValuesThatAreNotFiniteOutOfTheFit() {
        var scaler = Scaler.fit(MIN_MAX, column(Double.NaN, 2, Double.POSITIVE_INFINITY, 6), CLIP);

        assertThat(scaler.offset(0)).isEqualTo(2);
        assertThat(scaler.scale(0)).isEqualTo(4);
    }

    @Test
    void takesASensorWithoutOneFiniteValueForConstant() {
        var scaler = Scaler.fit(MIN_MAX, column(Double.NaN, Double.NaN), CLIP);

        assertThat(scaler.constant(0)).isTrue();
        assertThat(scaler.transform(0, 3)).isEqualTo(3);
    }

    @Test
    void keepsAMissingValueMissing() {
        assertThat(Scaler.fit(MIN_MAX, column(0, 1), CLIP).transform(0, Double.NaN))
                .isNaN();
    }

    @ParameterizedTest
    @EnumSource(ScalerKind.class)
    void inverts(ScalerKind kind) {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            double middle = random.nextGaussian() * 1000;
            double spread = Math.pow(10, random.nextInt(7) - 3);
            double[] values =
                    random.doubles(50).map(u -> middle + spread * (u - 0.5)).toArray();
            var scaler = Scaler.fit(kind, column(values), CLIP);
            double value = middle + spread * random.nextGaussian();

            assertThat(scaler.inverse(0, scaler.transform(0, value)))
                    .as("seed %d, value %s, scale %s", seed, value, scaler.scale(0))
                    .isCloseTo(value, within(1e-12 * (Math.abs(value) + CLIP * scaler.scale(0))));
        }
    }

    @Test
    void refusesWhatCannotScaleAndNamesIt() {
        assertThatThrownBy(() -> Scaler.fit(MIN_MAX, new double[0][], CLIP)).hasMessageContaining("no rows");
        assertThatThrownBy(() -> Scaler.fit(MIN_MAX, new double[][] {{1, 2}, {1}}, CLIP))
                .hasMessageContaining("row 0 has 2 values, row 1 has 1");
        assertThatThrownBy(() -> scaler(0, 0, CLIP))
                .hasMessageContaining("sensor 0")
                .hasMessageContaining("scale 0.0");
        assertThatThrownBy(() -> scaler(Double.NaN, 1, CLIP)).hasMessageContaining("offset NaN");
        assertThatThrownBy(() -> scaler(0, Double.POSITIVE_INFINITY, CLIP)).hasMessageContaining("scale Infinity");
        assertThatThrownBy(() -> scaler(0, 1, 0)).hasMessageContaining("clip must be > 0, found 0.0");
        assertThatThrownBy(() -> new Scaler(MIN_MAX, new double[2], new double[1], new boolean[1], CLIP))
                .hasMessageContaining("2 offsets, 1 scales, 1 constant marks");
    }

    private static Scaler scaler(double offset, double scale, double clip) {
        return new Scaler(MIN_MAX, new double[] {offset}, new double[] {scale}, new boolean[] {false}, clip);
    }

    @Test
    void isNotChangedThroughTheArraysItWasMadeFrom() {
        double[] offsets = {1};
        var scaler = new Scaler(MIN_MAX, offsets, new double[] {2}, new boolean[] {false}, CLIP);

        offsets[0] = 99;

        assertThat(scaler.transform(0, 3)).isEqualTo(1);
    }
}
