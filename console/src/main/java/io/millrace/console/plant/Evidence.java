package io.millrace.console.plant;

/**
 * The rows that an alert was raised on, kept with the alert since a machine's own rows go by.
 *
 * @param atMillis event time of the message that they belong to
 * @param rows up to that time
 */
public record Evidence(String alertId, long atMillis, Rows rows) {

    /** Two windows of 60 and what comes before them: enough to see normal operation turn. */
    static final int ROWS = 180;
}
