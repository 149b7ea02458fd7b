package io.millrace.detection.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PreprocessingTest {

    private static final Offset<Float> TINY = Offset.offset(1e-6f);
    private static final FeatureSpec ALL = new FeatureSpec(true, true, 3);

    private static Sensor sensor(String name, SensorRole role) {
        return new Sensor(name, role, "");
    }

    /** A scaler that divides sensor j by {@code scales[j]}. */
    private static Scaler dividing(double... scales) {
        return new Scaler(
                ScalerKind.MIN_MAX, new double[scales.length], scales, new boolean[scales.length], Double.MAX_VALUE);
    }

    private static Preprocessing oneSensor(FeatureSpec spec) {
        return new Preprocessing(SensorLayout.ofNames(List.of("speed")), dividing(10), spec, false);
    }

    @Test
    void valuesAloneNeedNoLookback() {
        float[] rows = oneSensor(FeatureSpec.VALUES).transform(new double[][] {{0}, {3}, {6}});

        assertThat(rows).containsExactly(new float[] {0, 0.3f, 0.6f}, TINY);
    }

    @Test
    void addsTheChangeSinceTheRowBefore() {
        float[] rows = oneSensor(new FeatureSpec(true, false, 0)).transform(new double[][] {{0}, {3}, {9}, {5}});

        assertThat(rows).containsExactly(new float[] {0.3f, 0.3f, 0.9f, 0.6f, 0.5f, -0.4f}, TINY);
    }

    @Test
    void addsTheDeviationOfTheLastRows() {
        float[] rows = oneSensor(new FeatureSpec(false, true, 3)).transform(new double[][] {{0}, {3}, {6}, {6}, {6}});

        // of {0, .3, .6}: √(.18 / 3); of {.3, .6, .6}: √(.06 / 3); of {.6, .6, .6}: exactly 0
        assertThat(rows).containsExactly(new float[] {0.6f, 0.244949f, 0.6f, 0.141421f, 0.6f, 0}, TINY);
        assertThat(rows[5]).isZero();
    }

    @Test
    void standsInBlocksOfValuesDifferencesDeviationsAndStates() {
        var layout = new SensorLayout(List.of(
                sensor("mode", SensorRole.STATE),
                sensor("speed", SensorRole.CONTINUOUS),
                sensor("note", SensorRole.IGNORE),
                sensor("load", SensorRole.CONTINUOUS)));
        var preprocessing = new Preprocessing(layout, dividing(1, 10, 1, 100), ALL, true);

        float[] rows = preprocessing.transform(new double[][] {{0, 0, 9, 0}, {1, 3, 9, 10}, {2, 6, 9, 40}});

        assertThat(preprocessing.continuousSensors()).isEqualTo(2);
        assertThat(preprocessing.targets()).isEqualTo(6);
        assertThat(preprocessing.features()).isEqualTo(7);
        // load deviates by √((.16667² + .06667² + .23333²) / 3)
        assertThat(rows).containsExactly(new float[] {0.6f, 0.4f, 0.3f, 0.3f, 0.244949f, 0.169967f, 2}, TINY);
    }

    @Test
    void leavesOutSensorsThatWereConstantInTraining() {
        double[][] training = {{1, 5}, {2, 5}, {3, 5}};
        var layout = SensorLayout.ofNames(List.of("alive", "stuck"));
        var preprocessing =
                new Preprocessing(layout, Scaler.fit(ScalerKind.MIN_MAX, training, 20), FeatureSpec.VALUES, false);

        assertThat(preprocessing.continuousSensors()).isEqualTo(1);
        assertThat(preprocessing.column(0)).isZero();
        assertThat(preprocessing.transform(training)).containsExactly(0, 0.5f, 1);
    }

    @Test
    void keepsConstantSensorsWhenNothingElseWouldBeLeft() {
        double[][] training = {{5, 6}, {5, 6}};
        var layout = SensorLayout.ofNames(List.of("stuck", "stuck too"));
        var preprocessing =
                new Preprocessing(layout, Scaler.fit(ScalerKind.MIN_MAX, training, 20), FeatureSpec.VALUES, false);

        assertThat(preprocessing.continuousSensors()).isEqualTo(2);
    }

    @Test
    void reconstructsStatesWhenThereIsNoContinuousSensorAndThenDoesNotFeedThemInAsWell() {
        var layout = new SensorLayout(List.of(sensor("note", SensorRole.IGNORE), sensor("mode", SensorRole.STATE)));
        var preprocessing = new Preprocessing(layout, dividing(1, 1), FeatureSpec.VALUES, true);

        assertThat(preprocessing.column(0)).isEqualTo(1);
        assertThat(preprocessing.targets()).isEqualTo(1);
        assertThat(preprocessing.features()).isEqualTo(1);
    }

    @Test
    void givesNoRowForASeriesThatIsNotLongerThanTheLookback() {
        assertThat(oneSensor(ALL).transform(new double[][] {{1}, {2}})).isEmpty();
        assertThat(oneSensor(ALL).transform(new double[0][])).isEmpty();
    }

    @Test
    void aFeatureRowDependsOnItsLookbackAloneAndNotOnTheWindowItIsSeenIn() {
        for (long seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var spec = new FeatureSpec(random.nextBoolean(), random.nextBoolean(), 2 + random.nextInt(5));
            var preprocessing =
                    new Preprocessing(SensorLayout.ofNames(List.of("a", "b", "c")), dividing(1, 3, 0.1), spec, false);
            double[][] rows = new double[40][];
            Arrays.setAll(rows, r -> random.doubles(3).toArray());
            float[] whole = preprocessing.transform(rows);
            int features = preprocessing.features();
            int lookback = preprocessing.lookbackRows();

            int from = lookback + random.nextInt(20);
            int to = from + 1 + random.nextInt(10);
            float[] part = preprocessing.transform(Arrays.copyOfRange(rows, from - lookback, to));

            assertThat(part)
                    .as("seed %d, %s, rows %d to %d", seed, spec, from, to)
                    .containsExactly(
                            Arrays.copyOfRange(whole, (from - lookback) * features, (to - lookback) * features));
        }
    }

    @Test
    void refusesPartsThatDoNotFitTogether() {
        var layout = SensorLayout.ofNames(List.of("a", "b"));
        assertThatThrownBy(() -> new Preprocessing(layout, dividing(1), FeatureSpec.VALUES, false))
                .hasMessageContaining("the scaler expects 1 sensors, the layout has 2 [a, b]");
        var nothing = new SensorLayout(List.of(sensor("note", SensorRole.IGNORE)));
        assertThatThrownBy(() -> new Preprocessing(nothing, dividing(1), FeatureSpec.VALUES, false))
                .hasMessageContaining("[note] has the role IGNORE");
        assertThatThrownBy(() -> oneSensor(ALL).transform(new double[][] {{1}, {2}, {3, 4}}))
                .hasMessageContaining("row 2 has 2 values, the layout has 1 [speed]");
        assertThatThrownBy(() -> new FeatureSpec(false, true, 1)).hasMessageContaining("at least 2 steps, found 1");
    }
}
