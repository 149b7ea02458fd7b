package io.millrace.detection.morphology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.morphology.EventTracker.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The state machine against the function of the whole series, on random series of every density, for every combination of parameters.
 *
 * <p>"Certain" is taken from the batch form alone. All three operations only ever add windows when a series gains anomalous ones, so what
 * the batch form makes of a prefix followed by normal windows for ever is what no continuation can take away; followed by anomalous
 * windows for ever, what no continuation can add to.
 */
class StreamingEqualsBatchTest {

    private static final int SERIES_PER_COMBINATION = 16;
    private static final int WINDOWS = 60;

    static Stream<Morphology> allCombinations() {
        return IntStream.rangeClosed(1, 6)
                .boxed()
                .flatMap(length -> IntStream.rangeClosed(0, 6)
                        .boxed()
                        .flatMap(gap -> IntStream.rangeClosed(0, 4)
                                .mapToObj(dilation -> new Morphology(length, gap, dilation))));
    }

    /** Runs of random length, so that long and short ones, wide and narrow gaps all occur. */
    private static boolean[] randomSeries(Random random) {
        double stay = 0.3 + 0.6 * random.nextDouble();
        var series = new boolean[random.nextInt(WINDOWS + 1)];
        boolean anomalous = random.nextBoolean();
        for (int i = 0; i < series.length; i++) {
            anomalous = random.nextDouble() < stay ? anomalous : !anomalous;
            series[i] = anomalous;
        }
        return series;
    }

    private static EventTracker restored(Morphology morphology, EventTracker tracker) {
        return new EventTracker(morphology, tracker.snapshot());
    }

    @ParameterizedTest
    @MethodSource("allCombinations")
    void closedEventsAreTheBatchEventsWhereverACheckpointFalls(Morphology morphology) {
        for (long seed = 0; seed < SERIES_PER_COMBINATION; seed++) {
            boolean[] series = randomSeries(new Random(seed));
            List<Run> expected = morphology.events(series);
            String drawn = Drawn.of(series);
            for (int cut = 0; cut <= series.length; cut++) {
                var tracker = new EventTracker(morphology);
                List<Run> closed = new ArrayList<>();
                for (int i = 0; i < series.length; i++) {
                    if (i == cut) {
                        tracker = restored(morphology, tracker);
                    }
                    if (tracker.next(series[i]) == Change.CLOSED) {
                        closed.add(tracker.closed());
                    }
                }
                if (cut == series.length) {
                    tracker = restored(morphology, tracker);
                }
                if (tracker.finish() == Change.CLOSED) {
                    closed.add(tracker.closed());
                }
                var at = new Object[] {seed, morphology, cut, drawn};
                assertThat(closed)
                        .as("seed %d, %s, checkpoint before window %d of %s", at)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("allCombinations")
    void oneTrackerFollowsManySeriesWithACheckpointAfterEveryWindow(Morphology morphology) {
        var random = new Random(morphology.hashCode());
        var tracker = new EventTracker(morphology);
        for (int n = 0; n < SERIES_PER_COMBINATION; n++) {
            boolean[] series = randomSeries(random);
            List<Run> closed = new ArrayList<>();
            for (boolean anomalous : series) {
                if (tracker.next(anomalous) == Change.CLOSED) {
                    closed.add(tracker.closed());
                }
                tracker = restored(morphology, tracker);
            }
            if (tracker.finish() == Change.CLOSED) {
                closed.add(tracker.closed());
            }
            assertThat(closed)
                    .as("seed %d, series %d, %s, %s", morphology.hashCode(), n, morphology, Drawn.of(series))
                    .isEqualTo(morphology.events(series));
            if (random.nextBoolean()) {
                tracker = restored(morphology, tracker);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("allCombinations")
    void eventsOpenGrowAndCloseAtTheEarliestCertainMoment(Morphology morphology) {
        for (long seed = 0; seed < SERIES_PER_COMBINATION; seed++) {
            boolean[] series = randomSeries(new Random(seed));
            String drawn = Drawn.of(series);
            String where = "seed %d, %s, window %d of %s";
            var tracker = new EventTracker(morphology);
            int opened = 0;
            int closed = 0;
            for (int i = 0; i < series.length; i++) {
                Change change = tracker.next(series[i]);
                opened += change == Change.OPENED ? 1 : 0;
                closed += change == Change.CLOSED ? 1 : 0;
                List<Run> atLeast = morphology.events(continued(series, i + 1, false));
                List<Run> atMost = morphology.events(continued(series, i + 1, true));
                var at = new Object[] {seed, morphology, i, drawn};

                assertThat(opened).as("opened, " + where, at).isEqualTo(atLeast.size());
                // only the run that never ends is still undecided
                assertThat(closed).as("closed, " + where, at).isEqualTo(atMost.size() - 1);
                assertThat(tracker.isOpen()).as(where, at).isEqualTo(opened > closed);
                if (tracker.isOpen()) {
                    Run last = atLeast.get(atLeast.size() - 1);
                    assertThat(new Run(tracker.onset(), tracker.lastCertain() + morphology.dilation()))
                            .as("extent, " + where, at)
                            .isEqualTo(last);
                }
            }
        }
    }

    private static boolean[] continued(boolean[] series, int length, boolean with) {
        boolean[] continued = Arrays.copyOf(series, length + 40);
        Arrays.fill(continued, length, continued.length, with);
        return continued;
    }
}
