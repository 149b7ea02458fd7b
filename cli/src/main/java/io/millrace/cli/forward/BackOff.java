package io.millrace.cli.forward;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, up to a bound, and somewhat more or less, so that several senders part. What the
 * receiver asks for comes first, up to an hour.
 *
 * @param first before the second try
 * @param longest bound
 */
record BackOff(Duration first, Duration longest) {

    private static final double SPREAD = 0.2; // ± of the wait
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 30;

    /** @param failures tries that failed so far, 1 or more */
    Duration after(int failures, Optional<Duration> asked, RandomGenerator random) {
        if (asked.isPresent()) {
            return asked.get().compareTo(LONGEST_ASKED) < 0 ? asked.get() : LONGEST_ASKED;
        }
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration wait = doubled.compareTo(longest) < 0 ? doubled : longest;
        return Duration.ofNanos((long) (wait.toNanos() * (1 + SPREAD * (2 * random.nextDouble() - 1))));
    }
}
