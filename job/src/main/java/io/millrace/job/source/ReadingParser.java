package io.millrace.job.source;

/** Walks the bytes of one record. One per task, not thread-safe. */
interface ReadingParser {
    /**
     * Tells the visitor machine, time and every sensor that has a value, once each.
     *
     * @param value the record's value; neither kept nor changed
     * @throws Rejection if the bytes are no reading, or lack machine or time; the visitor may have been told a part by then
     */
    void parse(byte[] value, ReadingVisitor visitor) throws Rejection;
}
