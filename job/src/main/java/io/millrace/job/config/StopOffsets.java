package io.millrace.job.config;

/** Where reading ends. */
public enum StopOffsets {
    /** Nowhere: the job runs until it is stopped. */
    NEVER,
    /** At the records that are the newest when the job starts; the job then closes open events and ends. For replays. */
    LATEST
}
