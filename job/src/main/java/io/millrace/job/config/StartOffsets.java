package io.millrace.job.config;

/** Where reading begins when no checkpoint says so. */
public enum StartOffsets {
    /** Where the consumer group last committed, and at the oldest record if it never did. */
    COMMITTED,
    /** At the oldest record. */
    EARLIEST,
    /** After the newest record. */
    LATEST,
    /** At the first record whose Kafka timestamp is at or after {@code source.start-timestamp}. */
    TIMESTAMP
}
