package io.millrace.testdata;

/**
 * One sensor of a machine type, as its data sheet would put it.
 *
 * @param name as it appears in readings
 * @param unit of the values
 * @param low lower end of what healthy machines of this type show, planned stops included
 * @param high upper end of the same
 * @param noise standard deviation of the measurement noise, in {@code unit}
 * @param decimals digits after the point that the instrument resolves
 * @param followsLoad whether the value moves within a minute or so when the load moves; only such a sensor, when it gets
 *     stuck, contradicts the others soon
 */
public record Sensor(
        String name, String unit, double low, double high, double noise, int decimals, boolean followsLoad) {

    public Sensor {
        if (!(low < high)) {
            throw new IllegalArgumentException(
                    "sensor " + name + ": expected low < high, found " + low + " and " + high);
        }
        if (!(noise > 0)) {
            throw new IllegalArgumentException("sensor " + name + ": expected a positive noise, found " + noise);
        }
        if (decimals < 0 || decimals > 6) {
            throw new IllegalArgumentException("sensor " + name + ": expected 0 to 6 decimals, found " + decimals);
        }
    }

    /** Width of the healthy range, in {@link #unit}. */
    public double span() {
        return high - low;
    }

    /** What is read when the cable breaks: a 4–20 mA loop without current shows a quarter of its span below zero. */
    public double rail() {
        return quantise(low - FaultShape.RAIL_BELOW * span());
    }

    /** The highest value that the instrument can show. */
    public double upperLimit() {
        return quantise(high + 0.75 * span());
    }

    /** The value as the instrument reports it: inside its limits and rounded to its resolution. */
    double report(double value) {
        return Math.max(rail(), Math.min(upperLimit(), quantise(value)));
    }

    private double quantise(double value) {
        double scale = SCALES[decimals];
        return Math.rint(value * scale) / scale;
    }

    private static final double[] SCALES = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
}
