package io.millrace.detection.detector;

import java.util.Arrays;

/**
 * Windows to be compared with. Mutable while it is filled, one per owner; searching does not change it.
 *
 * <p>Candidates lie side by side in tiles, so that one pass over a window's values compares it with {@value #TILE} of them in vector
 * registers. A tile is given up as soon as its best partial sum is beyond the best distance so far: sums of squares only grow, so the
 * result is the same.
 */
final class WindowDictionary {

    private static final int TILE = 64;
    private static final int VALUES_BETWEEN_CHECKS = 16;

    private final int size; // values per window
    private float[][] tiles = new float[0][]; // per tile [size × TILE]
    private int count;

    WindowDictionary(int size) {
        this.size = size;
    }

    int count() {
        return count;
    }

    /** Appends a window, [size] values from {@code at} on; copied. */
    void add(float[] window, int at) {
        if (count == tiles.length * TILE) {
            tiles = Arrays.copyOf(tiles, tiles.length + 1);
            tiles[tiles.length - 1] = new float[size * TILE];
        }
        count++;
        set(count - 1, window, at);
    }

    /** Overwrites a window. */
    void set(int index, float[] window, int at) {
        float[] tile = tiles[index / TILE];
        int column = index % TILE;
        for (int i = 0; i < size; i++) {
            tile[i * TILE + column] = window[at + i];
        }
    }

    /** Copies a window to {@code out} from {@code at} on. */
    void get(int index, float[] out, int at) {
        float[] tile = tiles[index / TILE];
        int column = index % TILE;
        for (int i = 0; i < size; i++) {
            out[at + i] = tile[i * TILE + column];
        }
    }

    /** A search under way: the nearest so far. One per task, reused. */
    static final class Search {
        private final float[] sums = new float[TILE];
        private float square;
        private int index;

        void start() {
            square = Float.POSITIVE_INFINITY;
            index = -1;
        }

        /** Squared Euclidean distance to the nearest window; infinite when there was none. */
        float square() {
            return square;
        }

        /** The nearest window, the first one among equals; −1 when there was none nearer than what was found before. */
        int index() {
            return index;
        }
    }

    /**
     * Goes on with a search: afterwards it holds the nearer of what it held and the nearest here.
     *
     * @param hint a candidate that is probably near, or −1; makes the search faster and never changes its result
     * @return whether something nearer was found here
     */
    boolean nearest(float[] window, int at, int hint, Search search) {
        float bound = search.square;
        if (hint >= 0 && hint < count) {
            bound = Math.min(bound, square(window, at, hint));
        }
        int found = -1;
        for (int t = 0; t * TILE < count; t++) {
            int candidates = Math.min(TILE, count - t * TILE);
            if (!sum(tiles[t], window, at, candidates, bound, search.sums)) {
                continue;
            }
            for (int c = 0; c < candidates; c++) {
                if (search.sums[c] < search.square) {
                    search.square = search.sums[c];
                    found = t * TILE + c;
                }
            }
            bound = Math.min(bound, search.square);
        }
        if (found >= 0) {
            search.index = found;
        }
        return found >= 0;
    }

    private boolean sum(float[] tile, float[] window, int at, int candidates, float bound, float[] sums) {
        Arrays.fill(sums, 0);
        for (int from = 0; from < size; from += VALUES_BETWEEN_CHECKS) {
            int to = Math.min(size, from + VALUES_BETWEEN_CHECKS);
            for (int i = from; i < to; i++) {
                addSquares(tile, i * TILE, window[at + i], sums);
            }
            if (beyond(sums, candidates, bound)) {
                return false;
            }
        }
        return true;
    }

    private static void addSquares(float[] tile, int row, float value, float[] sums) {
        for (int c = 0; c < TILE; c++) {
            float d = value - tile[row + c];
            sums[c] += d * d;
        }
    }

    private static boolean beyond(float[] sums, int candidates, float bound) {
        for (int c = 0; c < candidates; c++) {
            if (sums[c] <= bound) {
                return false;
            }
        }
        return true;
    }

    /** Squared distance to one window, summed in the same order as the search does. */
    private float square(float[] window, int at, int index) {
        float[] tile = tiles[index / TILE];
        int column = index % TILE;
        float sum = 0;
        for (int i = 0; i < size; i++) {
            float d = window[at + i] - tile[i * TILE + column];
            sum += d * d;
        }
        return sum;
    }

    /** All windows one after the other, [count × size]. */
    float[] toArray() {
        var all = new float[count * size];
        for (int n = 0; n < count; n++) {
            get(n, all, n * size);
        }
        return all;
    }
}
