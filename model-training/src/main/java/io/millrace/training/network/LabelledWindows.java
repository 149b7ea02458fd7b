package io.millrace.training.network;

import java.util.List;

/**
 * Windows and what a network is to answer to each. The array belongs to the record and nobody writes to it.
 *
 * @param targets [windows]; of a classifier 1 for an anomalous window, else 0
 */
public record LabelledWindows(WindowSet windows, float[] targets) {

    public LabelledWindows {
        if (targets.length != windows.size()) {
            throw new IllegalArgumentException(
                    "%d windows expect as many targets, found %d".formatted(windows.size(), targets.length));
        }
    }

    /**
     * A window's target is that of its newest row.
     *
     * @param targets of every row, in step with the matrices that the windows were cut from
     */
    public static LabelledWindows of(WindowSet windows, List<float[]> targets) {
        var own = new float[windows.size()];
        for (int n = 0; n < own.length; n++) {
            own[n] = targets.get(windows.matrix(n))[windows.start(n) + windows.steps() - 1];
        }
        return new LabelledWindows(windows, own);
    }

    /** Windows with a target of a half or more. */
    public long anomalous() {
        long count = 0;
        for (float target : targets) {
            count += target >= 0.5f ? 1 : 0;
        }
        return count;
    }

    float[] gather(int[] order, int from, int count) {
        var out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = targets[order[from + i]];
        }
        return out;
    }
}
