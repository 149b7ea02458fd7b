package io.millrace.job.config;

/** What stands in front of the content of Avro records of a user's own schema. */
public enum AvroFraming {
    /** Nothing. */
    BARE,
    /** Avro's single-object header: marker C3 01 and the schema's fingerprint, 10 bytes. */
    SINGLE_OBJECT,
    /** The header of schema registries: a zero byte and the schema's number, 5 bytes. */
    REGISTRY
}
