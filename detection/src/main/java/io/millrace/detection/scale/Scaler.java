package io.millrace.detection.scale;

import java.util.Arrays;

/**
 * A fitted scaler, x ↦ clip((x − offset) / scale). Immutable, shared; all arrays are [sensors].
 *
 * <p>A sensor that is constant in training has no scale of its own: it gets the median scale of the others (1 when there is none)
 * and is marked, so that {@link Preprocessing} can leave it out.
 */
public final class Scaler {

    /** A spread of less than this share of the values' magnitude is rounding, not signal. */
    private static final double RELATIVE_NOISE = 1e-12;

    private final ScalerKind kind;
    private final double[] offsets;
    private final double[] scales;
    private final boolean[] constant;
    private final double clip;

    /**
     * @param clip largest absolute scaled value, > 0: one wild value must not drown a whole window
     */
    public Scaler(ScalerKind kind, double[] offsets, double[] scales, boolean[] constant, double clip) {
        if (offsets.length != scales.length || offsets.length != constant.length) {
            throw new IllegalArgumentException(
                    "scaler arrays differ in length: %d offsets, %d scales, %d constant marks"
                            .formatted(offsets.length, scales.length, constant.length));
        }
        for (int j = 0; j < scales.length; j++) {
            if (!(scales[j] > 0) || !Double.isFinite(scales[j]) || !Double.isFinite(offsets[j])) {
                throw new IllegalArgumentException(
                        "scaler of sensor " + j + " expects a finite offset and a scale > 0, found offset " + offsets[j]
                                + ", scale " + scales[j] + ": fit it again on finite rows");
            }
        }
        if (!(clip > 0)) {
            throw new IllegalArgumentException("clip must be > 0, found " + clip);
        }
        this.kind = kind;
        this.offsets = offsets.clone();
        this.scales = scales.clone();
        this.constant = constant.clone();
        this.clip = clip;
    }

    /**
     * Fits on training rows; values that are not finite are left out.
     *
     * @param rows [rows][sensors]
     */
    public static Scaler fit(ScalerKind kind, double[][] rows, double clip) {
        return fit(kind, rows, clip, 0);
    }

    /**
     * As above; a sensor that hardly varies counts as constant, too.
     *
     * @param minVariation standard deviation, as a share of the sensor's largest magnitude, up to which it does; in [0, 1)
     */
    public static Scaler fit(ScalerKind kind, double[][] rows, double clip, double minVariation) {
        if (!(minVariation >= 0 && minVariation < 1)) {
            throw new IllegalArgumentException("smallest variation: expected 0 to below 1, found " + minVariation);
        }
        if (rows.length == 0) {
            throw new IllegalArgumentException("a scaler cannot be fitted on no rows: give it training rows");
        }
        int sensors = rows[0].length;
        for (int r = 1; r < rows.length; r++) {
            if (rows[r].length != sensors) {
                throw new IllegalArgumentException("a scaler is fitted on rows of one length: row 0 has " + sensors
                        + " values, row " + r + " has " + rows[r].length);
            }
        }
        var offsets = new double[sensors];
        var scales = new double[sensors];
        var constant = new boolean[sensors];
        for (int j = 0; j < sensors; j++) {
            fitSensor(kind, finiteColumn(rows, j), minVariation, j, offsets, scales, constant);
        }
        double substitute = medianScale(scales, constant);
        for (int j = 0; j < sensors; j++) {
            if (!(scales[j] > 0)) {
                scales[j] = substitute;
            }
        }
        return new Scaler(kind, offsets, scales, constant, clip);
    }

    private static void fitSensor(
            ScalerKind kind,
            double[] sorted,
            double minVariation,
            int j,
            double[] offsets,
            double[] scales,
            boolean[] constant) {
        if (sorted.length == 0) {
            constant[j] = true;
            return;
        }
        double min = sorted[0];
        double max = sorted[sorted.length - 1];
        double magnitude = Math.max(Math.abs(min), Math.abs(max));
        double noise = RELATIVE_NOISE * magnitude;
        double mean = Arrays.stream(sorted).average().orElse(0);
        double deviation = Math.sqrt(Arrays.stream(sorted)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElse(0));
        constant[j] = max - min <= noise || deviation <= minVariation * magnitude;
        switch (kind) {
            case MIN_MAX -> {
                offsets[j] = min;
                scales[j] = constant[j] ? 0 : max - min;
            }
            case STANDARD -> {
                offsets[j] = mean;
                scales[j] = constant[j] ? 0 : deviation;
            }
            case ROBUST -> {
                offsets[j] = Quantiles.ofSorted(sorted, 0.5);
                double spread = (Quantiles.ofSorted(sorted, 0.75) - Quantiles.ofSorted(sorted, 0.25)) / 1.349;
                // more than half of the values may be equal although the sensor is alive
                scales[j] = constant[j] ? 0 : spread > noise ? spread : deviation;
            }
        }
    }

    private static double[] finiteColumn(double[][] rows, int j) {
        return Arrays.stream(rows)
                .mapToDouble(row -> row[j])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }

    private static double medianScale(double[] scales, boolean[] constant) {
        var alive = new double[scales.length];
        int n = 0;
        for (int j = 0; j < scales.length; j++) {
            if (!constant[j] && scales[j] > 0) {
                alive[n++] = scales[j];
            }
        }
        double[] sorted = Arrays.copyOf(alive, n);
        Arrays.sort(sorted);
        return n == 0 ? 1 : Quantiles.ofSorted(sorted, 0.5);
    }

    /** Changes nothing and clips nothing, but knows the same sensors as constant: for detectors that want physical values. */
    public Scaler physical() {
        var ones = new double[scales.length];
        Arrays.fill(ones, 1);
        return new Scaler(kind, new double[offsets.length], ones, constant, Double.POSITIVE_INFINITY);
    }

    /** Scaled value of sensor {@code j}, in [−clip, clip]; NaN stays NaN. */
    public double transform(int j, double value) {
        double scaled = (value - offsets[j]) / scales[j];
        return Math.max(-clip, Math.min(clip, scaled));
    }

    /** Physical value of sensor {@code j}; inverts {@link #transform} except where it clipped. */
    public double inverse(int j, double scaled) {
        return scaled * scales[j] + offsets[j];
    }

    public ScalerKind kind() {
        return kind;
    }

    public int sensors() {
        return offsets.length;
    }

    /** Whether sensor {@code j} never changed in training. */
    public boolean constant(int j) {
        return constant[j];
    }

    public double offset(int j) {
        return offsets[j];
    }

    public double scale(int j) {
        return scales[j];
    }

    public double clip() {
        return clip;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scaler that
                && kind == that.kind
                && clip == that.clip
                && Arrays.equals(offsets, that.offsets)
                && Arrays.equals(scales, that.scales)
                && Arrays.equals(constant, that.constant);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(offsets) + Arrays.hashCode(scales);
    }
}
