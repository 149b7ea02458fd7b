package io.millrace.job.metrics;

/** Why a reading completed no scored window. */
public enum UnscoredReason {
    /** No model serves the machine. */
    NO_MODEL,
    /** The machine's window is not full yet, at its beginning or after a long pause. */
    WARMING_UP,
    /** The window holds a sensor without a value that the model needs. */
    MISSING_VALUES
}
