package io.millrace.job.config;

import io.millrace.detection.threshold.AlertLevels;
import java.time.Duration;
import java.util.List;

/**
 * How alerts are published.
 *
 * @param format encoding of alerts, scores and model status
 * @param updateEveryWindows an open alert is updated when its event has grown by this many windows, 1 or above
 * @param updatePeakRise … or when its highest error ratio has risen by this share, above 0
 * @param topSensors sensors that an alert explains at most, 1 or above
 * @param topSteps steps that an alert explains at most, 0 or above
 * @param silenceAfter after which silence (event time) of a machine an alert says so; zero for never
 * @param levels from which calibrated score on an alert begins and is critical
 */
public record AlertsConfig(
        OutputFormat format,
        int updateEveryWindows,
        double updatePeakRise,
        int topSensors,
        int topSteps,
        Duration silenceAfter,
        AlertLevels levels) {

    /** A machine is called silent when its last reading has been scored, and before it is forgotten. */
    void requireFits(OrderingConfig ordering, WindowConfig window) {
        if (silenceAfter.isZero()) {
            return;
        }
        Duration least = ordering.outOfOrderness().plus(ordering.idleRelease());
        if (silenceAfter.compareTo(least) <= 0 || silenceAfter.compareTo(window.stateTtl()) >= 0) {
            throw new ConfigException(List.of("alerts.silence-after is " + silenceAfter.toMillis()
                    + " ms: expected 0 ms (never), or more than ordering.out-of-orderness plus ordering.idle-release ("
                    + least.toMillis() + " ms) and less than window.state-ttl ("
                    + window.stateTtl().toMillis() + " ms)"));
        }
    }
}
