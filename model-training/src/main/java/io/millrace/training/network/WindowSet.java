package io.millrace.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Windows of one shape, cut from longer matrices of feature rows that they share. Immutable.
 *
 * <p>Memory: the feature rows once, and eight bytes a window.
 */
public final class WindowSet {

    private final int steps;
    private final int features;
    private final List<float[]> matrices; // each [rows × features], row-major
    private final int[] matrixOf; // [windows]
    private final int[] startOf; // [windows], first row

    private WindowSet(int steps, int features, List<float[]> matrices, int[] matrixOf, int[] startOf) {
        this.steps = steps;
        this.features = features;
        this.matrices = matrices;
        this.matrixOf = matrixOf;
        this.startOf = startOf;
    }

    /**
     * Every {@code stride}-th window of each matrix.
     *
     * @param matrices each [rows × features], row-major, oldest row first; neighbouring rows follow each other in time
     * @param stride rows from one window's start to the next one's, ≥ 1
     */
    public static WindowSet of(List<float[]> matrices, int steps, int features, int stride) {
        if (stride < 1) {
            throw new IllegalArgumentException("stride: expected 1 or more, found " + stride);
        }
        var owners = new ArrayList<Integer>();
        var starts = new ArrayList<Integer>();
        for (int m = 0; m < matrices.size(); m++) {
            int rows = matrices.get(m).length / features;
            for (int start = 0; start + steps <= rows; start += stride) {
                owners.add(m);
                starts.add(start);
            }
        }
        return new WindowSet(
                steps,
                features,
                List.copyOf(matrices),
                owners.stream().mapToInt(Integer::intValue).toArray(),
                starts.stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * The same and further windows behind them.
     *
     * @param more [steps × features] each, row-major
     */
    public WindowSet with(List<float[]> more) {
        var all = new ArrayList<>(matrices);
        all.addAll(more);
        int[] owners = Arrays.copyOf(matrixOf, size() + more.size());
        for (int n = 0; n < more.size(); n++) {
            if (more.get(n).length != steps * features) {
                throw new IllegalArgumentException("a further window expects %d × %d values, found %d"
                        .formatted(steps, features, more.get(n).length));
            }
            owners[size() + n] = matrices.size() + n;
        }
        return new WindowSet(steps, features, List.copyOf(all), owners, Arrays.copyOf(startOf, owners.length));
    }

    public int steps() {
        return steps;
    }

    public int features() {
        return features;
    }

    /** Number of windows. */
    public int size() {
        return startOf.length;
    }

    public boolean isEmpty() {
        return startOf.length == 0;
    }

    /** Number of the matrix that window {@code n} lies in. */
    int matrix(int n) {
        return matrixOf[n];
    }

    /** First row of window {@code n} in its matrix. */
    int start(int n) {
        return startOf[n];
    }

    /** Copies window {@code n}, [steps × features], to {@code out} from {@code offset} on. */
    public void copy(int n, float[] out, int offset) {
        System.arraycopy(matrices.get(matrixOf[n]), startOf[n] * features, out, offset, steps * features);
    }

    /**
     * Copies windows that stand next to each other in an order.
     *
     * @param order window numbers
     * @return [count × steps × features]
     */
    public float[] gather(int[] order, int from, int count) {
        int size = steps * features;
        var out = new float[count * size];
        for (int i = 0; i < count; i++) {
            copy(order[from + i], out, i * size);
        }
        return out;
    }

    /** Window numbers as they stand. */
    public int[] inOrder() {
        var order = new int[size()];
        for (int n = 0; n < order.length; n++) {
            order[n] = n;
        }
        return order;
    }

    /** Window numbers in a random order (Fisher and Yates). */
    public int[] shuffled(SplittableRandom random) {
        int[] order = inOrder();
        for (int n = order.length - 1; n > 0; n--) {
            int other = random.nextInt(n + 1);
            int swapped = order[n];
            order[n] = order[other];
            order[other] = swapped;
        }
        return order;
    }
}
