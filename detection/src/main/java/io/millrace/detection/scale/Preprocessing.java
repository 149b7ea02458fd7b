package io.millrace.detection.scale;

import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import java.util.stream.IntStream;

/**
 * Raw rows to feature rows, the same in training and in the job. Immutable, shared.
 *
 * <p>A feature row is {@code [values of C continuous sensors | differences | rolling deviations | values of state sensors]}. The
 * continuous sensors that were constant in training are left out, unless nothing would be left; a layout without continuous sensors
 * has its state sensors reconstructed instead. A feature row depends on its own raw row and the {@link #lookbackRows()} before it,
 * never on the window it is seen in. NaN stays NaN.
 */
public final class Preprocessing {

    private final SensorLayout layout;
    private final Scaler scaler;
    private final FeatureSpec spec;
    private final boolean stateInputs;
    private final int[] continuous; // columns of the reconstructed sensors
    private final int[] states; // columns of the state sensors, empty unless they are inputs

    /**
     * @param stateInputs whether state sensors are appended as inputs, as predictors want them
     */
    public Preprocessing(SensorLayout layout, Scaler scaler, FeatureSpec spec, boolean stateInputs) {
        if (layout.size() != scaler.sensors()) {
            throw new IllegalArgumentException("the scaler expects " + scaler.sensors() + " sensors, the layout has "
                    + layout.size() + " " + layout + ": fit the scaler on this layout");
        }
        this.layout = layout;
        this.scaler = scaler;
        this.spec = spec;
        this.stateInputs = stateInputs;
        this.continuous = reconstructed(layout, scaler);
        this.states = stateInputs ? stateColumns(layout, continuous) : new int[0];
    }

    private static int[] reconstructed(SensorLayout layout, Scaler scaler) {
        int[] columns = layout.columns(SensorRole.CONTINUOUS);
        if (columns.length == 0) {
            columns = IntStream.range(0, layout.size())
                    .filter(j -> layout.sensor(j).role() != SensorRole.IGNORE)
                    .toArray();
        }
        int[] alive = IntStream.of(columns).filter(j -> !scaler.constant(j)).toArray();
        int[] chosen = alive.length > 0 ? alive : columns;
        if (chosen.length == 0) {
            throw new IllegalArgumentException(
                    "every sensor of " + layout + " has the role IGNORE: give at least one another role");
        }
        return chosen;
    }

    /** State sensors, except those that are reconstructed for want of others: a target must not be an input. */
    private static int[] stateColumns(SensorLayout layout, int[] reconstructed) {
        return IntStream.of(layout.columns(SensorRole.STATE))
                .filter(j -> IntStream.of(reconstructed).noneMatch(c -> c == j))
                .toArray();
    }

    public SensorLayout layout() {
        return layout;
    }

    public Scaler scaler() {
        return scaler;
    }

    public FeatureSpec spec() {
        return spec;
    }

    public boolean stateInputs() {
        return stateInputs;
    }

    /** Reconstructed sensors, C. */
    public int continuousSensors() {
        return continuous.length;
    }

    /** Layout column of reconstructed sensor {@code c}. */
    public int column(int c) {
        return continuous[c];
    }

    /** Leading features that a model reconstructs or predicts: C × features per sensor. */
    public int targets() {
        return continuous.length * spec.perSensor();
    }

    /** Features per row: targets, then state inputs. */
    public int features() {
        return targets() + states.length;
    }

    public int lookbackRows() {
        return spec.lookbackRows();
    }

    /**
     * @param raw [count × sensors], row-major, oldest first; the first {@link #lookbackRows()} rows are only looked at
     * @param count raw rows, more than the lookback
     * @param out receives [(count − lookback) × features] from {@code outOffset} on
     */
    public void transform(double[] raw, int count, float[] out, int outOffset) {
        int sensors = layout.size();
        int features = features();
        int lookback = lookbackRows();
        int width = continuous.length;
        for (int r = lookback; r < count; r++) {
            int at = outOffset + (r - lookback) * features;
            for (int c = 0; c < width; c++) {
                int column = continuous[c];
                double value = scaler.transform(column, raw[r * sensors + column]);
                out[at + c] = (float) value;
                int next = at + width + c;
                if (spec.difference()) {
                    out[next] = (float) (value - scaler.transform(column, raw[(r - 1) * sensors + column]));
                    next += width;
                }
                if (spec.rollingDeviation()) {
                    out[next] = (float) rollingDeviation(raw, r, sensors, column);
                }
            }
            for (int s = 0; s < states.length; s++) {
                out[at + targets() + s] = (float) scaler.transform(states[s], raw[r * sensors + states[s]]);
            }
        }
    }

    /** Feature rows of a whole series, [(rows − lookback) × features]. */
    public float[] transform(double[][] rows) {
        int sensors = layout.size();
        var raw = new double[rows.length * sensors];
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != sensors) {
                throw new IllegalArgumentException(
                        "row " + r + " has " + rows[r].length + " values, the layout has " + sensors + " " + layout);
            }
            System.arraycopy(rows[r], 0, raw, r * sensors, sensors);
        }
        int produced = Math.max(0, rows.length - lookbackRows());
        var out = new float[produced * features()];
        if (produced > 0) {
            transform(raw, rows.length, out, 0);
        }
        return out;
    }

    private double rollingDeviation(double[] raw, int row, int sensors, int column) {
        int n = spec.rollingSteps();
        int first = row - n + 1;
        // around the first value, not around 0: a sensor that stands still deviates by exactly 0
        double pivot = scaler.transform(column, raw[first * sensors + column]);
        double sum = 0;
        double squares = 0;
        for (int r = first + 1; r <= row; r++) {
            double distance = scaler.transform(column, raw[r * sensors + column]) - pivot;
            sum += distance;
            squares += distance * distance;
        }
        double mean = sum / n;
        return Math.sqrt(Math.max(0, squares / n - mean * mean));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Preprocessing that
                && layout.equals(that.layout)
                && scaler.equals(that.scaler)
                && spec.equals(that.spec)
                && stateInputs == that.stateInputs;
    }

    @Override
    public int hashCode() {
        return 31 * layout.hashCode() + scaler.hashCode();
    }
}
