package io.millrace.detection.morphology;

import static io.millrace.detection.morphology.EventTracker.Change.CLOSED;
import static io.millrace.detection.morphology.EventTracker.Change.GREW;
import static io.millrace.detection.morphology.EventTracker.Change.NONE;
import static io.millrace.detection.morphology.EventTracker.Change.OPENED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.morphology.EventTracker.Change;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTrackerTest {

    /** One letter a window: Opened, Grew, Closed, or a dot for nothing. */
    private static String changes(EventTracker tracker, String drawn) {
        return drawn.chars()
                .mapToObj(window -> letter(tracker.next(window == '#')))
                .collect(Collectors.joining());
    }

    private static String letter(Change change) {
        return change == NONE ? "." : change.name().substring(0, 1);
    }

    @ParameterizedTest(name = "min {0}, gap {1}, dilation {2}: {3} ⇒ {4}")
    @CsvSource({
        "1, 0, 0, .##..#., .OGC.OC",
        // opens when the run reaches the minimum, not before
        "3, 0, 0, .##.####.., ......OGC.",
        // stays open over a gap of at most mergeGap, closes with the first window that makes it wider
        "1, 2, 0, #..#...#, O..G..CO",
        // a short run in the gap neither bridges it nor keeps the event open
        "2, 2, 0, ##.#..##, .O..C..O",
        // but while it may still grow long enough, nothing is decided
        "3, 2, 0, ###..##., ..O....C",
        "3, 2, 0, ###..###, ..O....G",
        // grown events meet over twice the dilation
        "1, 0, 1, #..#...., O..G..C.",
        "1, 0, 2, #.....#., O....CO."
    })
    void tellsWhatEachWindowChanged(int minEventLength, int mergeGap, int dilation, String series, String expected) {
        assertThat(changes(new EventTracker(new Morphology(minEventLength, mergeGap, dilation)), series))
                .isEqualTo(expected);
    }

    @Test
    void anEventBeginsWithItsFirstWindowAndNotWhereItBecameCertain() {
        var tracker = new EventTracker(new Morphology(3, 0, 1));

        assertThat(changes(tracker, "....###")).isEqualTo("......O");

        assertThat(tracker.onset()).isEqualTo(3);
        assertThat(tracker.lastCertain()).isEqualTo(6);
    }

    @Test
    void aClosedEventHasItsFullExtent() {
        var tracker = new EventTracker(new Morphology(2, 1, 2));

        assertThat(changes(tracker, "...##.##......")).endsWith("C.");

        assertThat(tracker.closed()).isEqualTo(new Run(1, 9));
    }

    @Test
    void theEndOfTheSeriesClosesTheOpenEventAndCutsItsDilation() {
        var tracker = new EventTracker(new Morphology(2, 4, 3));
        changes(tracker, ".....##.");

        assertThat(tracker.finish()).isEqualTo(CLOSED);

        assertThat(tracker.closed()).isEqualTo(new Run(2, 7));
        assertThat(tracker.position()).isEqualTo(8);
        assertThat(tracker.isOpen()).isFalse();
    }

    @Test
    void theEndOfTheSeriesForgetsARunThatIsTooShort() {
        var tracker = new EventTracker(new Morphology(3, 0, 0));
        changes(tracker, "..##");

        assertThat(tracker.finish()).isEqualTo(NONE);

        assertThat(tracker.inRun()).isFalse();
        assertThat(changes(tracker, "#.")).isEqualTo("..");
    }

    @Test
    void dilationDoesNotReachBackIntoTheSeriesBefore() {
        var tracker = new EventTracker(new Morphology(1, 0, 3));
        changes(tracker, "..........");
        tracker.finish();

        assertThat(tracker.next(false)).isEqualTo(NONE);
        assertThat(tracker.next(true)).isEqualTo(OPENED);

        assertThat(tracker.onset()).isZero();
        assertThat(tracker.position()).isEqualTo(2);
    }

    @Test
    void aTrackerRestoredAfterTheEndBeginsANewSeries() {
        var morphology = new Morphology(1, 0, 3);
        var tracker = new EventTracker(morphology);
        changes(tracker, "...##.");
        tracker.finish();

        assertThat(tracker.snapshot()).isEqualTo(EventTracker.State.EMPTY);
    }

    @Test
    void countsPositionsAnewBeforeTheyRunOut() {
        var morphology = new Morphology(2, 2, 3);
        var fresh = new EventTracker(morphology, new EventTracker.State(500, -1, 480, 499));
        int offset = EventTracker.REBASE_AT - 502; // the third window from here is counted anew
        var old = new EventTracker(morphology, new EventTracker.State(500 + offset, -1, 480 + offset, 499 + offset));

        for (boolean anomalous : Drawn.series("#..##.....##........#")) {
            Change change = fresh.next(anomalous);
            assertThat(old.next(anomalous)).isEqualTo(change);
            assertThat(old.inRun()).isEqualTo(fresh.inRun());
            if (fresh.inRun()) {
                assertThat(old.position() - old.runStart()).isEqualTo(fresh.position() - fresh.runStart());
            }
            if (change == OPENED || change == GREW) {
                assertThat(old.position() - old.onset()).isEqualTo(fresh.position() - fresh.onset());
                assertThat(old.position() - old.lastCertain()).isEqualTo(fresh.position() - fresh.lastCertain());
            }
            if (change == CLOSED) {
                assertThat(old.closed().length()).isEqualTo(fresh.closed().length());
            }
        }
        assertThat(old.position()).isLessThan(EventTracker.REBASE_AT);
    }

    @Test
    void anEventThatOutlivesTheCountStaysOpen() {
        int position = EventTracker.REBASE_AT;
        var tracker = new EventTracker(Morphology.NONE, new EventTracker.State(position, 3, 3, position - 1));

        assertThat(tracker.next(true)).isEqualTo(GREW);
        assertThat(tracker.onset()).isZero();
        assertThat(tracker.next(false)).isEqualTo(CLOSED);
    }

    @Test
    void hasNoClosedEventBeforeTheFirst() {
        assertThatThrownBy(() -> new EventTracker(Morphology.NONE).closed()).isInstanceOf(IllegalStateException.class);
    }
}
