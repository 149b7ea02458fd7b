package io.millrace.training.trees;

/**
 * Rows to learn from. The arrays belong to the record and nobody writes to them.
 *
 * @param rows features, [rows][features], NaN for missing, at least one row
 * @param labels class numbers from 0, or the values of a regression, [rows], finite
 * @param weights of each row, [rows], above 0
 */
public record LabelledRows(double[][] rows, double[] labels, double[] weights) {

    public LabelledRows {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("trees need rows with features to learn from, found none");
        }
        if (labels.length != rows.length || weights.length != rows.length) {
            throw new IllegalArgumentException("%d rows need as many labels and weights, found %d and %d"
                    .formatted(rows.length, labels.length, weights.length));
        }
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != rows[0].length) {
                throw new IllegalArgumentException(
                        "row %d has %d features, row 0 has %d".formatted(r, rows[r].length, rows[0].length));
            }
            if (!Double.isFinite(labels[r]) || !(weights[r] > 0)) {
                throw new IllegalArgumentException("row %d expects a finite label and a weight above 0, found %s and %s"
                        .formatted(r, labels[r], weights[r]));
            }
        }
    }

    int count() {
        return rows.length;
    }

    int features() {
        return rows[0].length;
    }

    /** All features in one array, row-major. */
    float[] flatFloats() {
        var flat = new float[count() * features()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / features()][i % features()];
        }
        return flat;
    }

    /** All features in one array, row-major. */
    double[] flat() {
        var flat = new double[count() * features()];
        for (int r = 0; r < count(); r++) {
            System.arraycopy(rows[r], 0, flat, r * features(), features());
        }
        return flat;
    }

    static float[] floats(double[] values) {
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
