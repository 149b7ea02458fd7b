package io.millrace.job.config;

import io.millrace.detection.window.GapPolicy;
import io.millrace.detection.window.Imputation;
import java.time.Duration;
import java.util.List;

/**
 * What happens to a machine's window when readings are missing. Its length and features come with the model.
 *
 * @param gaps which pause restarts the window and how a shorter one is filled
 * @param degradedShare share of filled-in rows from which a window's quality is degraded, in (0, 1]
 * @param rowsWithoutModel readings that a machine keeps while no model serves it, 1 or above
 * @param stateTtl after which silence (event time) a machine is forgotten and its open alert closed
 */
public record WindowConfig(GapPolicy gaps, double degradedShare, int rowsWithoutModel, Duration stateTtl) {

    public WindowConfig {
        if (gaps.imputation() != Imputation.NONE && gaps.intervalMillis() == 0) {
            throw new ConfigException(List.of("window.gap.interval is 0 ms although window.gap.imputation is "
                    + OptionTypes.word(gaps.imputation())
                    + ": set the time between two readings, without which missing steps cannot be counted"));
        }
        if (stateTtl.toMillis() < gaps.restartAfterMillis()) {
            throw new ConfigException(List.of("window.state-ttl is " + stateTtl.toMillis()
                    + " ms, shorter than window.gap.restart-after with " + gaps.restartAfterMillis()
                    + " ms: a machine must not be forgotten within a gap that its window survives"));
        }
    }

    /** A machine's state must live until its last waiting reading is scored. */
    void requireOutlives(OrderingConfig ordering) {
        Duration needed = ordering.outOfOrderness().plus(ordering.idleRelease());
        if (stateTtl.compareTo(needed) <= 0) {
            throw new ConfigException(List.of("window.state-ttl is " + stateTtl.toMillis()
                    + " ms, not above ordering.out-of-orderness plus ordering.idle-release with " + needed.toMillis()
                    + " ms: a machine would be forgotten before its last readings are scored"));
        }
    }
}
