package io.millrace.detection.window;

import java.util.Arrays;

/**
 * Windows to be scored together. Windows of one machine that follow each other share their rows: window {@code n} is rows
 * {@code start(n) … start(n) + steps − 1} of one matrix, so that a kernel can do per row what does not depend on the window.
 *
 * <p>Mutable, one per task, not thread-safe; grows to its largest bundle and then allocates nothing.
 */
public final class WindowBatch {

    private final int steps;
    private final int features;
    private float[] rows = new float[0]; // [rowCount × features], row-major
    private int[] starts = new int[0]; // [windows], row of each window's first step
    private int rowCount;
    private int windows;

    public WindowBatch(int steps, int features) {
        if (steps < 1 || features < 1) {
            throw new IllegalArgumentException(
                    "windows need at least one step and one feature, found " + steps + " × " + features);
        }
        this.steps = steps;
        this.features = features;
    }

    /**
     * Adds every window of a run of neighbouring rows.
     *
     * @param segment [count × features], row-major; copied
     * @param count rows, at least {@code steps}
     * @return index of the first window added; {@code count − steps + 1} windows were added
     */
    public int addSegment(float[] segment, int count) {
        if (count < steps) {
            throw new IllegalArgumentException("a segment needs at least " + steps + " rows, found " + count);
        }
        int added = count - steps + 1;
        rows = ensure(rows, (rowCount + count) * features);
        System.arraycopy(segment, 0, rows, rowCount * features, count * features);
        if (starts.length < windows + added) {
            starts = Arrays.copyOf(starts, Math.max(windows + added, 2 * starts.length));
        }
        int first = windows;
        for (int n = 0; n < added; n++) {
            starts[windows++] = rowCount + n;
        }
        rowCount += count;
        return first;
    }

    /** Adds one window, [steps × features], copied; returns its index. */
    public int addWindow(float[] window) {
        return addSegment(window, steps);
    }

    /**
     * Refuses windows of another shape than a model was made for.
     *
     * @throws IllegalArgumentException naming both shapes
     */
    public void requireShape(int expectedSteps, int expectedFeatures) {
        if (steps != expectedSteps || features != expectedFeatures) {
            throw new IllegalArgumentException("the model expects windows of %d × %d, found %d × %d"
                    .formatted(expectedSteps, expectedFeatures, steps, features));
        }
    }

    public void clear() {
        rowCount = 0;
        windows = 0;
    }

    public int steps() {
        return steps;
    }

    public int features() {
        return features;
    }

    /** Number of windows. */
    public int windows() {
        return windows;
    }

    public int rowCount() {
        return rowCount;
    }

    /** The matrix of rows, [rowCount × features] and possibly longer; not to be changed. */
    public float[] rows() {
        return rows;
    }

    /** Row of the first step of window {@code n}. */
    public int start(int n) {
        return starts[n];
    }

    private static float[] ensure(float[] array, int length) {
        return array.length >= length ? array : Arrays.copyOf(array, Math.max(length, 2 * array.length));
    }
}
