package io.millrace.job.operator;

/** Receives the sensors of one reading, one by one, without a String or a boxed number being made for any of them. */
public interface SensorSink {

    /**
     * One sensor's value.
     *
     * @param buffer holds the sensor's name in UTF-8, from {@code offset} on; valid during the call only
     * @param length of the name in bytes
     * @param value in the sensor's physical unit, finite
     */
    void sensor(byte[] buffer, int offset, int length, double value);
}
