package io.millrace.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.series.Series;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultEpisodesTest {

    private static final FaultEpisodes FIVE = new FaultEpisodes(5, 400, 7);
    private static final List<Series> MACHINES =
            List.of(Recordings.machine("m1", 1_500, 1), Recordings.machine("m2", 900, 2));
    private static final SensorRanges RANGES = SensorRanges.of(MACHINES);

    private static List<FaultEpisode> episodes(SyntheticFaultKind kind) {
        return FIVE.of(MACHINES, MACHINES, List.of(kind));
    }

    @ParameterizedTest
    @EnumSource(SyntheticFaultKind.class)
    void onlyTheFaultsSensorInTheFaultsRowsDiffersAndThoseRowsAreLabelled(SyntheticFaultKind kind) {
        assertThat(episodes(kind)).hasSize(5).allSatisfy(episode -> {
            SyntheticFault fault = episode.fault();
            int sensor = Recordings.LAYOUT.indexOf(fault.sensor());
            assertThat(fault.kind()).isEqualTo(kind);
            assertThat(sensor).as("a switch or a still sensor bears no fault").isLessThan(3);
            assertThat(fault.start()).isBetween(150, 200);
            boolean differs = false;
            for (int r = 0; r < 400; r++) {
                boolean faulty = fault.start() <= r && r < fault.end();
                assertThat(episode.faulty().labels().orElseThrow()[r]).isEqualTo(faulty);
                assertThat(episode.healthy().labels().orElseThrow()[r]).isFalse();
                for (int j = 0; j < Recordings.LAYOUT.size(); j++) {
                    double healthy = episode.healthy().rows()[r][j];
                    double found = episode.faulty().rows()[r][j];
                    if (faulty && j == sensor) {
                        differs |= found != healthy;
                    } else {
                        assertThat(found).isEqualTo(healthy);
                    }
                }
            }
            assertThat(differs).isTrue();
        });
    }

    @Test
    void aSpikeIsFiveRowsHighByHalfToAllOfTheLargestValue() {
        assertThat(episodes(SyntheticFaultKind.SPIKE)).allSatisfy(episode -> {
            assertThat(episode.fault().rows()).isEqualTo(5);
            for (double off : offsets(episode)) {
                assertThat(off / RANGES.magnitude(sensor(episode))).isBetween(0.5, 1.0);
            }
        });
    }

    @Test
    void aLevelShiftIsTwoToFourDeviationsToTheEnd() {
        assertThat(episodes(SyntheticFaultKind.LEVEL_SHIFT)).allSatisfy(episode -> {
            assertThat(episode.fault().end()).isEqualTo(400);
            double[] offsets = offsets(episode);
            assertThat(Math.abs(offsets[0]) / RANGES.deviation()[sensor(episode)])
                    .isBetween(2.0, 4.0);
            assertThat(offsets[offsets.length - 1]).isCloseTo(offsets[0], within(1e-9));
        });
    }

    @Test
    void aTrendLeavesByAHundredthToATwentiethOfADeviationARow() {
        assertThat(episodes(SyntheticFaultKind.TREND)).allSatisfy(episode -> {
            assertThat(episode.fault().end()).isEqualTo(400);
            double[] offsets = offsets(episode);
            double slope = offsets[1] - offsets[0];
            assertThat(Math.abs(slope) / RANGES.deviation()[sensor(episode)]).isBetween(0.01, 0.05);
            assertThat(offsets[0]).isCloseTo(slope, within(1e-9));
            assertThat(offsets[99]).isCloseTo(100 * slope, within(1e-6));
        });
    }

    @Test
    void aStuckSensorStaysWhatItWas() {
        assertThat(episodes(SyntheticFaultKind.STUCK)).allSatisfy(episode -> {
            SyntheticFault fault = episode.fault();
            assertThat(fault.rows()).isBetween(40, 80);
            double first = episode.healthy().rows()[fault.start()][sensor(episode)];
            for (int r = fault.start(); r < fault.end(); r++) {
                assertThat(episode.faulty().rows()[r][sensor(episode)]).isEqualTo(first);
            }
        });
    }

    @Test
    void aDropoutFallsToTheRail() {
        assertThat(episodes(SyntheticFaultKind.DROPOUT)).allSatisfy(episode -> {
            int sensor = sensor(episode);
            double rail = RANGES.lowest()[sensor] - 0.25 * RANGES.span(sensor);
            assertThat(episode.faulty().rows()[episode.fault().start()][sensor]).isCloseTo(rail, within(1e-9));
        });
    }

    @Test
    void noiseAndOscillationHaveTheSimulatorsSizes() {
        assertThat(episodes(SyntheticFaultKind.NOISE_BURST)).allSatisfy(episode -> {
            double[] offsets = offsets(episode);
            double deviation = Math.sqrt(Arrays.stream(offsets).map(x -> x * x).sum() / offsets.length);
            assertThat(deviation / RANGES.span(sensor(episode))).isBetween(0.1, 0.35);
        });
        assertThat(episodes(SyntheticFaultKind.OSCILLATION)).allSatisfy(episode -> {
            double amplitude =
                    Arrays.stream(offsets(episode)).map(Math::abs).max().orElseThrow();
            assertThat(amplitude / RANGES.span(sensor(episode))).isBetween(0.15, 0.32);
            assertThat(Arrays.stream(offsets(episode)).filter(x -> x > 0).count())
                    .isBetween(10L, 50L);
        });
    }

    @Test
    void aCorrelationBreakKeepsMeanAndSpreadOfASensorThatMovesWithAnother() {
        assertThat(episodes(SyntheticFaultKind.CORRELATION_BREAK)).allSatisfy(episode -> {
            SyntheticFault fault = episode.fault();
            assertThat(fault.sensor()).isIn("pressure", "flow");
            int sensor = sensor(episode);
            int other = 1 - sensor;
            double[] healthy = column(episode.healthy(), sensor, fault);
            double[] faulty = column(episode.faulty(), sensor, fault);
            double[] partner = column(episode.healthy(), other, fault);
            assertThat(Arrays.stream(faulty).sum())
                    .isCloseTo(Arrays.stream(healthy).sum(), within(1e-6));
            assertThat(covariance(faulty, partner)).isCloseTo(-covariance(healthy, partner), within(1e-6));
        });
    }

    @Test
    void theSeedDecidesAndKindsDoNotDisturbEachOther() {
        List<FaultEpisode> all = FIVE.of(MACHINES, MACHINES, EnumSet.allOf(SyntheticFaultKind.class));

        assertThat(all.subList(5, 10)).isEqualTo(episodes(SyntheticFaultKind.LEVEL_SHIFT));
        assertThat(new FaultEpisodes(5, 400, 8).of(MACHINES, MACHINES, List.of(SyntheticFaultKind.SPIKE)))
                .isNotEqualTo(episodes(SyntheticFaultKind.SPIKE));
    }

    @Test
    void whatCannotBearAFaultIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> FIVE.of(List.of(MACHINES.get(0).head(399)), MACHINES, List.of()))
                .hasMessageContaining(
                        "pieces of 400 rows without an anomalous label; the longest such run of rows has 399");
        assertThatThrownBy(() -> FIVE.of(List.of(labelled(MACHINES.get(0))), MACHINES, List.of()))
                .hasMessageContaining("the longest such run of rows has 199");
        Series still = still();
        assertThatThrownBy(() -> FIVE.of(List.of(still), List.of(still), List.of(SyntheticFaultKind.SPIKE)))
                .hasMessageContaining("takes more than two values");
        Series alone = alone();
        assertThatThrownBy(() -> FIVE.of(List.of(alone), List.of(alone), List.of(SyntheticFaultKind.CORRELATION_BREAK)))
                .hasMessageContaining("correlation-break expects two sensors or more");
        assertThatThrownBy(() -> new FaultEpisodes(0, 400, 1)).hasMessageContaining("1 or more, found 0");
        assertThatThrownBy(() -> new FaultEpisodes(1, 100, 1)).hasMessageContaining("240 or more");
        assertThatThrownBy(() -> SyntheticFaultKind.of("melt")).hasMessageContaining("spike, level-shift, trend");
    }

    private static Series labelled(Series series) {
        var labels = new boolean[series.length()];
        for (int r = 0; r < labels.length; r += 200) {
            labels[r] = true;
        }
        return new Series(series.machineId(), series.layout(), series.timestamps(), series.rows(), Optional.of(labels));
    }

    private static Series still() {
        return only(row -> new double[] {7});
    }

    private static Series alone() {
        return only(row -> new double[] {row[0]});
    }

    private static Series only(java.util.function.UnaryOperator<double[]> change) {
        Series series = MACHINES.get(0);
        return new Series(
                "m1",
                SensorLayout.ofNames(List.of("only")),
                series.timestamps(),
                Arrays.stream(series.rows()).map(change).toArray(double[][]::new),
                Optional.empty());
    }

    private static int sensor(FaultEpisode episode) {
        return Recordings.LAYOUT.indexOf(episode.fault().sensor());
    }

    private static double[] offsets(FaultEpisode episode) {
        double[] healthy = column(episode.healthy(), sensor(episode), episode.fault());
        double[] faulty = column(episode.faulty(), sensor(episode), episode.fault());
        Arrays.setAll(faulty, r -> faulty[r] - healthy[r]);
        return faulty;
    }

    private static double[] column(Series series, int sensor, SyntheticFault fault) {
        return Arrays.stream(series.rows(), fault.start(), fault.end())
                .mapToDouble(row -> row[sensor])
                .toArray();
    }

    private static double covariance(double[] one, double[] other) {
        double a = Arrays.stream(one).average().orElseThrow();
        double b = Arrays.stream(other).average().orElseThrow();
        double sum = 0;
        for (int r = 0; r < one.length; r++) {
            sum += (one[r] - a) * (other[r] - b);
        }
        return sum / one.length;
    }
}
