package io.millrace.detection.window;

/** How steps that are missing between two readings are filled. */
public enum Imputation {
    /** Not at all: the readings before and after the gap become neighbours. */
    NONE,
    /** With the reading before the gap. */
    PREVIOUS,
    /** On the straight line between the readings before and after the gap. */
    LINEAR,
    /** With a fixed value. */
    FIXED
}
