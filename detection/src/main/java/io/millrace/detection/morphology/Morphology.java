package io.millrace.detection.morphology;

import java.util.ArrayList;
import java.util.List;

/**
 * One-dimensional morphology over a machine's anomalous windows, in this order: runs shorter than {@code minEventLength} are removed, gaps
 * of at most {@code mergeGap} between what is left are filled, then each event grows by {@code dilation} windows on both sides (within the
 * series), and events that touch become one.
 *
 * @param minEventLength windows, 1 … {@value #LONGEST}
 * @param mergeGap windows, 0 … {@value #LONGEST}
 * @param dilation windows, 0 … {@value #LONGEST}
 */
public record Morphology(int minEventLength, int mergeGap, int dilation) {

    /** Sums of positions and lengths stay far within an int; at one window a second it is 11 days. */
    private static final int LONGEST = 1_000_000;

    /** Every anomalous run is an event. */
    public static final Morphology NONE = new Morphology(1, 0, 0);

    public Morphology {
        requireRange("minEventLength", minEventLength, 1);
        requireRange("mergeGap", mergeGap, 0);
        requireRange("dilation", dilation, 0);
    }

    private static void requireRange(String name, int windows, int least) {
        if (windows < least || windows > LONGEST) {
            throw new IllegalArgumentException(
                    "%s must be from %d to %d windows, found %d".formatted(name, least, LONGEST, windows));
        }
    }

    /**
     * The widest gap over which two long enough runs still become one event: grown events also meet when the gap is at most twice the
     * dilation.
     */
    int joiningGap() {
        return Math.max(mergeGap, 2 * dilation);
    }

    /** Events of a whole series, in order, apart by at least one window. */
    public List<Run> events(boolean[] anomalous) {
        return dilate(merge(longRuns(anomalous)), anomalous.length);
    }

    private List<Run> longRuns(boolean[] anomalous) {
        var runs = new ArrayList<Run>();
        int start = -1;
        for (int i = 0; i <= anomalous.length; i++) {
            boolean on = i < anomalous.length && anomalous[i];
            if (on && start < 0) {
                start = i;
            } else if (!on && start >= 0) {
                if (i - start >= minEventLength) {
                    runs.add(new Run(start, i - 1));
                }
                start = -1;
            }
        }
        return runs;
    }

    private List<Run> merge(List<Run> runs) {
        var merged = new ArrayList<Run>();
        for (Run run : runs) {
            Run last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && run.start() - last.end() - 1 <= mergeGap) {
                merged.set(merged.size() - 1, new Run(last.start(), run.end()));
            } else {
                merged.add(run);
            }
        }
        return merged;
    }

    private List<Run> dilate(List<Run> runs, int length) {
        var grown = new ArrayList<Run>();
        for (Run run : runs) {
            int start = Math.max(0, run.start() - dilation);
            int end = Math.min(length - 1, run.end() + dilation);
            Run last = grown.isEmpty() ? null : grown.get(grown.size() - 1);
            if (last != null && start <= last.end() + 1) {
                grown.set(grown.size() - 1, new Run(last.start(), end));
            } else {
                grown.add(new Run(start, end));
            }
        }
        return grown;
    }
}
