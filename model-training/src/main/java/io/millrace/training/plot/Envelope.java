package io.millrace.training.plot;

/**
 * A long line thinned for the screen: the lowest and the highest value of each column of pixels, so that no peak is lost.
 *
 * @param x [points], rows
 * @param y [points]
 */
record Envelope(double[] x, double[] y) {

    private static final int COLUMNS = 900;

    /** Values of rows {@code from} to {@code to}, inclusive. */
    static Envelope of(double[] values, int from, int to) {
        int rows = to - from + 1;
        if (rows <= 2 * COLUMNS) {
            var x = new double[rows];
            var y = new double[rows];
            for (int r = 0; r < rows; r++) {
                x[r] = from + r;
                y[r] = values[from + r];
            }
            return new Envelope(x, y);
        }
        var x = new double[2 * COLUMNS];
        var y = new double[2 * COLUMNS];
        for (int c = 0; c < COLUMNS; c++) {
            int first = from + (int) ((long) c * rows / COLUMNS);
            int last = from + (int) ((c + 1L) * rows / COLUMNS) - 1;
            int low = first;
            int high = first;
            for (int r = first; r <= last; r++) {
                low = values[r] < values[low] ? r : low;
                high = values[r] > values[high] ? r : high;
            }
            x[2 * c] = Math.min(low, high);
            y[2 * c] = values[Math.min(low, high)];
            x[2 * c + 1] = Math.max(low, high);
            y[2 * c + 1] = values[Math.max(low, high)];
        }
        return new Envelope(x, y);
    }
}
