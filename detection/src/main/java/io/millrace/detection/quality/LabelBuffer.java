package io.millrace.detection.quality;

import java.util.Arrays;
import java.util.List;

/**
 * The soft border that the VUS metrics give every event: rows within half a window of an event count in part, with
 * weight sqrt(1 - d / w) at distance d for window w.
 *
 * <p>A reusable workspace for one series; one per thread, not thread-safe. {@link #widen} sets the window, then {@link
 * #weight} and the merged {@link #zoneCount zones} describe it.
 */
final class LabelBuffer {

    private final List<Interval> events;
    private final double[] weight; // [rows], outside events alone
    private final int[] zoneStart;
    private final int[] zoneEnd;
    private int zones;

    LabelBuffer(List<Interval> events, int rows) {
        this.events = events;
        this.weight = new double[rows];
        this.zoneStart = new int[events.size()];
        this.zoneEnd = new int[events.size()];
    }

    void widen(int window) {
        clearWeights();
        int half = window / 2;
        int rows = weight.length;
        double[] byDistance = new double[half + 1];
        for (int d = 1; d <= half; d++) {
            byDistance[d] = Math.sqrt(1 - (double) d / window);
        }
        for (Interval event : events) {
            int last = Math.min(half, rows - 1 - event.end());
            for (int d = 1; d <= last; d++) {
                weight[event.end() + d] += byDistance[d];
            }
            last = Math.min(half, event.start());
            for (int d = 1; d <= last; d++) {
                weight[event.start() - d] += byDistance[d];
            }
        }
        mergeZones(half);
    }

    private void clearWeights() {
        for (int z = 0; z < zones; z++) {
            Arrays.fill(weight, zoneStart[z], zoneEnd[z] + 1, 0);
        }
    }

    /** Events whose borders meet share a zone. */
    private void mergeZones(int half) {
        zones = 0;
        for (Interval event : events) {
            int start = Math.max(0, event.start() - half);
            int end = Math.min(weight.length - 1, event.end() + half);
            if (zones > 0 && zoneEnd[zones - 1] >= start) {
                zoneEnd[zones - 1] = end;
            } else {
                zoneStart[zones] = start;
                zoneEnd[zones] = end;
                zones++;
            }
        }
    }

    /** The border's weight in [0, 1] of a row outside the events; where borders overlap they add up to at most 1. */
    double weight(int row) {
        return Math.min(1, weight[row]);
    }

    /** The weight before it is cut at 1. */
    double uncutWeight(int row) {
        return weight[row];
    }

    int zoneCount() {
        return zones;
    }

    int zoneStart(int zone) {
        return zoneStart[zone];
    }

    int zoneEnd(int zone) {
        return zoneEnd[zone];
    }
}
