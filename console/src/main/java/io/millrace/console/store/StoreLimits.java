package io.millrace.console.store;

import java.time.Duration;

/**
 * How much a store keeps: a segment goes when the log is longer than that, or when nothing was written to it for that long.
 *
 * @param segmentBytes length at which a segment is full
 * @param logBytes most bytes of one log, at least two segments
 * @param age after which a segment is deleted
 */
record StoreLimits(long segmentBytes, long logBytes, Duration age) {

    StoreLimits {
        if (segmentBytes < 1 || logBytes < 2 * segmentBytes || age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("a log needs room for two segments and some time, found segments of "
                    + segmentBytes + " bytes in " + logBytes + " bytes for " + age);
        }
    }
}
