package io.millrace.detection.series;

/** Means over the windows that contain a row. */
final class WindowMeans {

    private WindowMeans() {}

    /**
     * @param scores of windows that follow each other, [windows]; window n ends at row {@code firstRow + n}
     * @param steps window length
     * @return one mean per row, [rows]; of rows outside all windows the nearest row's
     */
    static double[] perRow(double[] scores, int firstRow, int steps, int rows) {
        var means = new double[rows];
        int oldest = firstRow - steps + 1; // first row of the first window
        int newest = scores.length - 1;
        for (int r = 0; r < rows && newest >= 0; r++) {
            int first = Math.max(0, Math.min(r - firstRow, newest));
            int last = Math.max(0, Math.min(r - oldest, newest));
            double sum = 0; // summed anew for every row: a running sum would carry rounding errors along
            for (int n = first; n <= last; n++) {
                sum += scores[n];
            }
            means[r] = sum / (last - first + 1);
        }
        return means;
    }
}
