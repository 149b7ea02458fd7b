package io.millrace.job.config;

/** How records are written for consumers. */
public enum OutputFormat {
    /** Avro's single-object encoding. */
    AVRO,
    /** One JSON object per record, for tools that speak no Avro. */
    JSON
}
