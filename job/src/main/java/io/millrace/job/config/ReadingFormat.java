package io.millrace.job.config;

/** How readings are encoded. */
public enum ReadingFormat {
    /** Avro where the record begins as the configured Avro framing does, JSON where it begins with a brace. */
    AUTO,
    /** Avro alone. */
    AVRO,
    /** JSON alone. */
    JSON
}
