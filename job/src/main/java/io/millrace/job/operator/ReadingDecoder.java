package io.millrace.job.operator;

import java.io.Serializable;

/**
 * Walks through the values of a reading's original bytes. One per task, not thread-safe.
 *
 * <p>The same decoder validates a record upstream and fills the row here, so what passed there cannot fail here.
 */
public interface ReadingDecoder {

    /**
     * @param value bytes of a record that passed validation; neither kept nor changed
     * @param sink is told each sensor that has a value, in the order of the record
     * @throws IllegalStateException when the bytes cannot be decoded: they were never validated
     */
    void decode(byte[] value, SensorSink sink);

    /** Makes a decoder for each task; travels with the job. */
    @FunctionalInterface
    interface Factory extends Serializable {
        ReadingDecoder create();
    }
}
