package io.millrace.detection.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.detector.ScoreCalibration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelScaleTest {

    private static final ScoreCalibration HEALTHY = new ScoreCalibration(1, 3);

    @ParameterizedTest
    @CsvSource({
        "0, 0", // below the usual
        "1, 0", // the usual
        "2, 0.16334", // half way to the edge: 1 − 0.7^0.5
        "3, 0.3", // the edge
        "5, 0.51", // twice as far: 1 − 0.7²
        "1e9, 1"
    })
    void theEdgeOfHealthyScoresIsThreeTenths(double score, double level) {
        LevelScale scale = LevelScale.of(HEALTHY, thresholds(2, 0), "m");

        assertThat(scale.level(score)).isCloseTo(level, within(1e-5));
    }

    @Test
    void aThresholdBeyondHealthyScoresIsTheEdge() {
        LevelScale scale = LevelScale.of(HEALTHY, thresholds(11, 0), "m");

        assertThat(scale.level(11)).isCloseTo(0.3, within(1e-12));
        assertThat(scale.alarm(11, AlertLevels.DEFAULT)).isEqualTo(11);
        assertThat(scale.alarm(11, new AlertLevels(0.51, 0.7))).isCloseTo(21, within(1e-9));
        assertThat(scale.level(scale.score(0.7))).isCloseTo(0.7, within(1e-12));
        assertThat(scale.score(0.7)).isCloseTo(1 + 10 * Math.log(0.3) / Math.log(0.7), within(1e-9));
    }

    @Test
    void aThresholdOfLabelsOrOfTheMachineIsTheEdgeWhereverItLies() {
        assertThat(LevelScale.of(HEALTHY, thresholds(2, 5), "m").alarm(2, AlertLevels.DEFAULT))
                .isEqualTo(2);
        var own = new Thresholds("fixed", 9, Map.of("m", 0.5), 0, 3);
        assertThat(LevelScale.of(HEALTHY, own, "m").alarm(0.5, AlertLevels.DEFAULT))
                .isEqualTo(0.5);
        assertThat(LevelScale.of(HEALTHY, own, "m").level(0.5)).isCloseTo(0.3, within(1e-12));
        assertThat(LevelScale.of(HEALTHY, own, "other").alarm(9, AlertLevels.DEFAULT))
                .isEqualTo(9);
    }

    @Test
    void aScoreThatIsALevelStaysWhatItIs() {
        LevelScale scale = LevelScale.SCORE_IS_LEVEL;

        assertThat(scale.level(0.4)).isEqualTo(0.4);
        assertThat(scale.alarm(0.5, AlertLevels.DEFAULT)).isEqualTo(0.5);
        assertThat(scale.alarm(0.2, AlertLevels.DEFAULT)).isEqualTo(0.3);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.7", "0.3, 0.3", "0.3, 1", "NaN, 0.7", "0.3, NaN", "0.8, 0.7"})
    void levelsRiseBetweenNoughtAndOne(double warning, double critical) {
        assertThatThrownBy(() -> new AlertLevels(warning, critical))
                .hasMessageContaining(
                        "alert levels expect 0 < warning < critical < 1, found a warning from " + warning);
    }

    private static Thresholds thresholds(double fallback, int labels) {
        return new Thresholds("fixed", fallback, Map.of(), labels, 3);
    }
}
