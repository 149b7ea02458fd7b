package io.millrace.job.config;

/** What a consumer can rely on after a failure. */
public enum Delivery {
    /** Nothing is lost; a record may come twice, with the same identity. Visible at once. */
    AT_LEAST_ONCE,
    /** Each record once for a {@code read_committed} consumer, visible when a checkpoint completes. */
    EXACTLY_ONCE
}
