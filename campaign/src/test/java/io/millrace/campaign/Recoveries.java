package io.millrace.campaign;

import io.millrace.campaign.report.Campaign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** How long the job took to run again, each time. */
final class Recoveries {

    private final List<Duration> all = new ArrayList<>();

    void add(Duration recovery) {
        all.add(recovery);
    }

    void report(Campaign campaign, String promise, Duration limit) {
        Duration slowest = all.stream().max(Duration::compareTo).orElseThrow();
        campaign.found(
                promise,
                "all subtasks run again within " + limit.toSeconds() + " s, each of " + all.size() + " times",
                "after " + all.stream().map(Recoveries::seconds).collect(Collectors.joining(", ")) + " s",
                slowest.compareTo(limit) < 0);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1e3);
    }

    /** Lets so much clock time pass: the campaign's own pace, not a wait for something. */
    static void pass(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
