package io.millrace.detection.scale;

/**
 * What each continuous sensor contributes to a feature row beside its scaled value.
 *
 * @param difference the change since the row before
 * @param rollingDeviation the standard deviation (population) of the last {@code rollingSteps} rows, this one included
 * @param rollingSteps rows of the rolling deviation, ≥ 2 when it is used
 */
public record FeatureSpec(boolean difference, boolean rollingDeviation, int rollingSteps) {

    /** The scaled value alone. */
    public static final FeatureSpec VALUES = new FeatureSpec(false, false, 0);

    public FeatureSpec {
        if (rollingDeviation && rollingSteps < 2) {
            throw new IllegalArgumentException("a rolling deviation needs at least 2 steps, found " + rollingSteps);
        }
    }

    /** Features per continuous sensor: 1 to 3. */
    public int perSensor() {
        return 1 + (difference ? 1 : 0) + (rollingDeviation ? 1 : 0);
    }

    /** Rows before a window that its first feature row looks at. */
    public int lookbackRows() {
        return Math.max(difference ? 1 : 0, rollingDeviation ? rollingSteps - 1 : 0);
    }
}
