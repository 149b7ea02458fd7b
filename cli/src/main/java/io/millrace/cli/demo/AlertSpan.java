package io.millrace.cli.demo;

/**
 * One event as the alerts topic told it, all its messages together. Times in event time, epoch milliseconds.
 *
 * @param startsAtMillis onset
 * @param openedAtMillis when the job knew: event time of the window that opened the alert
 * @param endsAtMillis end, or the latest anomalous window heard of while it is open
 * @param closed whether its closing was heard
 */
public record AlertSpan(
        String alertId, String machineId, long startsAtMillis, long openedAtMillis, long endsAtMillis, boolean closed) {

    /** Whether it shares a moment with the half-open interval. */
    boolean overlaps(long fromMillis, long toMillis) {
        return startsAtMillis < toMillis && fromMillis <= endsAtMillis;
    }
}
