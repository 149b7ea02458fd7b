package io.millrace.schemas.codec;

import java.io.IOException;

/**
 * Bytes that are no record of the expected type: too short, without the marker, of an unknown schema, malformed, or
 * followed by more bytes.
 *
 * <p>Checked, because bad bytes are an ordinary event on a topic that others write to: a reader decides what becomes of
 * them. The message names the record, what was expected, what was found and the way out.
 */
public final class UndecodableRecordException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String recordName;

    UndecodableRecordException(String recordName, String problem) {
        this(recordName, problem, null);
    }

    UndecodableRecordException(String recordName, String problem, Throwable cause) {
        super(recordName + " cannot be decoded: " + problem, cause);
        this.recordName = recordName;
    }

    /** Simple name of the record that the bytes should have been, such as {@code SensorReading}. */
    public String recordName() {
        return recordName;
    }
}
