package io.millrace.detection.scale;

/** How a sensor's offset and scale are found on training rows: x ↦ (x − offset) / scale. */
public enum ScalerKind {
    /** Offset minimum, scale maximum − minimum: training values land in [0, 1]. */
    MIN_MAX,
    /** Offset mean, scale standard deviation (population). */
    STANDARD,
    /** Offset median, scale interquartile range / 1.349, which is the standard deviation of normal data; outliers do not move it. */
    ROBUST
}
