package io.millrace.detection.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.WindowError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine with a temperature (20 … 120 °C), an operating mode and a pressure (0 … 10), windows of two steps. */
class ExplainerTest {

    private static final SensorLayout LAYOUT = new SensorLayout(List.of(
            new Sensor("temperature", SensorRole.CONTINUOUS, "°C"),
            new Sensor("mode", SensorRole.STATE, ""),
            new Sensor("pressure", SensorRole.CONTINUOUS, "")));
    private static final Scaler SCALER =
            new Scaler(ScalerKind.MIN_MAX, new double[] {20, 0, 0}, new double[] {100, 1, 10}, new boolean[3], 20);

    // [steps × (temperature, pressure)]
    private static final float[] OBSERVED = {0.4f, 0.5f, 0.75f, 0.25f};
    private static final float[] EXPECTED = {0.4f, 0.5f, 0.4f, 0.4f};

    private static Preprocessing preprocessing(FeatureSpec spec, boolean stateInputs) {
        return new Preprocessing(LAYOUT, SCALER, spec, stateInputs);
    }

    private static Explainer explainer(int topSensors, int topSteps) {
        return new Explainer(preprocessing(FeatureSpec.VALUES, false), topSensors, topSteps);
    }

    private static WindowError error(double temperature, double pressure) {
        return new WindowError(new double[] {temperature, pressure}, new double[] {0.25, 0.75}, EXPECTED);
    }

    @Test
    void saysInASentenceWhatWasSeenWhatWasExpectedAndHowBadItIs() {
        Explanation explanation = explainer(2, 1).explain(error(0.87, 0.13), OBSERVED, 0, 0.64, 0.2);

        assertThat(explanation.reason())
                .isEqualTo(
                        "temperature was 95.00 °C where 60.00 °C was expected; it carries 87 % of an error 3.2 times the"
                                + " threshold.");
    }

    @Test
    void namesASecondSensorThatCarriesAFifthOrMore() {
        Explanation explanation = explainer(2, 1).explain(error(0.2, 0.8), OBSERVED, 0, 0.64, 0.2);

        assertThat(explanation.reason())
                .isEqualTo("pressure was 2.500 where 4.000 was expected; it carries 80 % of an error 3.2 times the"
                        + " threshold, temperature another 20 %.");
    }

    @Test
    void givesTheLargestContributionsFirstInPhysicalUnits() {
        Explanation explanation = explainer(5, 1).explain(error(0.13, 0.87), OBSERVED, 0, 0.5, 0.25);

        assertThat(explanation.sensors()).extracting(SensorShare::sensor).containsExactly("pressure", "temperature");
        SensorShare temperature = explanation.sensors().get(1);
        assertThat(temperature.contribution()).isEqualTo(0.13);
        assertThat(temperature.observed()).isCloseTo(95, within(1e-4));
        assertThat(temperature.expected()).isCloseTo(60, within(1e-4));
        assertThat(explanation.errorRatio()).isEqualTo(2);
    }

    @Test
    void namesNoMoreSensorsAndStepsThanAskedFor() {
        Explanation explanation = explainer(1, 1).explain(error(0.4, 0.6), OBSERVED, 0, 1, 1);

        assertThat(explanation.sensors()).hasSize(1);
        assertThat(explanation.steps()).containsExactly(new StepShare(0, 0.75));
        assertThat(explanation.reason()).doesNotContain("temperature");
    }

    @Test
    void countsStepsBackFromTheNewestRow() {
        assertThat(explainer(1, 9).explain(error(1, 0), OBSERVED, 0, 1, 1).steps())
                .containsExactly(new StepShare(0, 0.75), new StepShare(1, 0.25));
    }

    @Test
    void addsUpWhatASensorsFeaturesCarryAndPassesOverStateInputs() {
        var preprocessing = preprocessing(new FeatureSpec(true, false, 0), true);
        // targets: temperature, pressure, change of temperature, change of pressure; the mode is observed only
        var error = new WindowError(
                new double[] {0.1, 0.2, 0.4, 0.3}, new double[] {0, 1}, new float[] {0, 0, 0, 0, 0.4f, 0.4f, 0, 0});
        // a row of another window before this one
        float[] observed = {9, 9, 9, 9, 9, 0, 0, 0, 0, 1, 0.5f, 0.9f, 0, 0, 1};

        Explanation explanation = new Explainer(preprocessing, 2, 0).explain(error, observed, 5, 1, 1);

        SensorShare first = explanation.sensors().get(0);
        SensorShare second = explanation.sensors().get(1);
        assertThat(first.contribution() + second.contribution()).isCloseTo(1, within(1e-12));
        assertThat(List.of(first, second))
                .allSatisfy(share -> assertThat(share.contribution()).isCloseTo(0.5, within(1e-12)));
        SensorShare pressure = first.sensor().equals("pressure") ? first : second;
        assertThat(pressure.observed()).isCloseTo(9, within(1e-5));
        assertThat(pressure.expected()).isCloseTo(4, within(1e-5));
        assertThat(explanation.steps()).isEmpty();
    }

    @ParameterizedTest(name = "an error {0} times the threshold: confidence {1}")
    @CsvSource({"0, 0", "0.5, 0.25", "1, 0.5", "2, 0.75", "5, 0.9", "50, 0.99"})
    void confidenceGrowsWithTheDistanceFromTheThreshold(double ratio, double confidence) {
        assertThat(Explainer.confidence(ratio)).isCloseTo(confidence, within(1e-12));
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource({
        "0, 0.000",
        "-0.0, 0.000",
        "0.0004, 0.000400",
        "0.00001234, 1.23e-05",
        "1.23456, 1.235",
        "-12.3456, -12.35",
        "123.456, 123.5",
        "1234.56, 1235",
        "1234567, 1234567",
        "123456789, 1.23e+08"
    })
    void figuresHaveFourDigitsAndNoNeedlessExponent(double value, String text) {
        assertThat(Explainer.figure(value)).isEqualTo(text);
    }

    @Test
    void refusesToExplainByNothing() {
        assertThatThrownBy(() -> explainer(0, 1)).hasMessageContaining("found 0 and 1");
    }
}
