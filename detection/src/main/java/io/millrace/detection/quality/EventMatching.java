package io.millrace.detection.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * Which true events a prediction found and which predicted events were false alarms, by overlap of at least one row.
 *
 * <p>Several predictions in one event find it once; one prediction across two events finds both.
 *
 * @param found true events that some predicted event overlaps, in order
 * @param missed true events that none overlaps
 * @param falseAlarms predicted events that overlap no true event
 * @param delays for each found event the rows from its start to the first predicted row in it, 0 if the prediction was
 *     already running
 */
public record EventMatching(
        List<Interval> found, List<Interval> missed, List<Interval> falseAlarms, List<Integer> delays) {

    public EventMatching {
        found = List.copyOf(found);
        missed = List.copyOf(missed);
        falseAlarms = List.copyOf(falseAlarms);
        delays = List.copyOf(delays);
    }

    /** Both lists may be in any order. */
    public static EventMatching of(List<Interval> truth, List<Interval> predicted) {
        List<Interval> found = new ArrayList<>();
        List<Interval> missed = new ArrayList<>();
        List<Integer> delays = new ArrayList<>();
        for (Interval event : truth) {
            int delay = delay(event, predicted);
            if (delay < 0) {
                missed.add(event);
            } else {
                found.add(event);
                delays.add(delay);
            }
        }
        List<Interval> falseAlarms = predicted.stream()
                .filter(alarm -> truth.stream().noneMatch(alarm::overlaps))
                .toList();
        return new EventMatching(found, missed, falseAlarms, delays);
    }

    private static int delay(Interval event, List<Interval> predicted) {
        int earliest = Integer.MAX_VALUE;
        for (Interval alarm : predicted) {
            if (alarm.overlaps(event)) {
                earliest = Math.min(earliest, Math.max(0, alarm.start() - event.start()));
            }
        }
        return earliest == Integer.MAX_VALUE ? -1 : earliest;
    }

    public EventQuality quality() {
        return new EventQuality(found.size(), falseAlarms.size(), missed.size());
    }

    public DetectionDelay delay() {
        return new DetectionDelay(delays, missed.size());
    }
}
