package io.millrace.job.operator;

import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.window.GapPolicy;
import io.millrace.detection.window.Imputation;
import java.io.Serializable;

/**
 * What the scoring operator needs to know; travels with the job.
 *
 * @param outOfOrdernessMillis how far a reading may be behind its machine's newest one, ≥ 0
 * @param idleReleaseMillis event time after which the waiting readings of a machine that has stopped sending are scored, ≥ 0
 * @param stateTtlMillis event time without a reading after which a machine's state is dropped, longer than the two above together
 * @param silenceAfterMillis event time without a reading after which a machine is said to be silent, longer than the first two together
 *     and shorter than the TTL; 0 for never
 * @param intervalMillis nominal time between two readings of a machine; 0 when unknown, then no step is imputed
 * @param restartAfterMillis longest pause that a window survives, > 0
 * @param imputation how missing steps and missing sensors are filled
 * @param fixedValue what {@link Imputation#FIXED} fills in, physical units
 * @param degradedShare share of imputed rows from which a window's quality is DEGRADED, in (0, 1]
 * @param rowsWithoutModel rows that a machine keeps while no model serves it, ≥ 1
 * @param bundleWindows windows that are scored together at most (some more when one reading completes several), ≥ 1
 * @param bundleDelayMillis processing time that a window waits for others at most, ≥ 0
 * @param topSensors sensors in an explanation, ≥ 1
 * @param topSteps steps in an explanation, ≥ 0
 * @param levels from which calibrated score on an alert begins and is critical
 */
public record ScoringSettings(
        long outOfOrdernessMillis,
        long idleReleaseMillis,
        long stateTtlMillis,
        long silenceAfterMillis,
        long intervalMillis,
        long restartAfterMillis,
        Imputation imputation,
        double fixedValue,
        double degradedShare,
        int rowsWithoutModel,
        int bundleWindows,
        long bundleDelayMillis,
        int topSensors,
        int topSteps,
        AlertLevels levels)
        implements Serializable {

    /** In order, one minute of idle release, a week of state, silence is not watched, no imputation, bundles of at most 1024 windows or 50 ms. */
    public static final ScoringSettings DEFAULTS = new ScoringSettings(
            0,
            60_000,
            7 * 24 * 3_600_000L,
            0,
            0,
            3_600_000,
            Imputation.NONE,
            0,
            0.5,
            64,
            1024,
            50,
            5,
            5,
            AlertLevels.DEFAULT);

    public ScoringSettings {
        require(outOfOrdernessMillis >= 0, "out-of-orderness must be ≥ 0 ms", outOfOrdernessMillis);
        require(idleReleaseMillis >= 0, "idle release must be ≥ 0 ms", idleReleaseMillis);
        require(
                stateTtlMillis > outOfOrdernessMillis + idleReleaseMillis,
                "state TTL must be longer than out-of-orderness and idle release together ("
                        + (outOfOrdernessMillis + idleReleaseMillis) + " ms)",
                stateTtlMillis);
        require(
                silenceAfterMillis == 0
                        || silenceAfterMillis > outOfOrdernessMillis + idleReleaseMillis
                                && silenceAfterMillis < stateTtlMillis,
                "silence must be 0 ms, or longer than out-of-orderness and idle release together ("
                        + (outOfOrdernessMillis + idleReleaseMillis) + " ms) and shorter than the state TTL ("
                        + stateTtlMillis + " ms)",
                silenceAfterMillis);
        require(degradedShare > 0 && degradedShare <= 1, "degraded share must be in (0, 1]", degradedShare);
        require(rowsWithoutModel >= 1, "rows kept without a model must be ≥ 1", rowsWithoutModel);
        require(bundleWindows >= 1, "windows of a bundle must be ≥ 1", bundleWindows);
        require(bundleDelayMillis >= 0, "bundle delay must be ≥ 0 ms", bundleDelayMillis);
        require(topSensors >= 1, "sensors of an explanation must be ≥ 1", topSensors);
        require(topSteps >= 0, "steps of an explanation must be ≥ 0", topSteps);
        new GapPolicy(intervalMillis, restartAfterMillis, imputation, fixedValue); // checks the rest
    }

    private static void require(boolean holds, String rule, Number found) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", found " + found);
        }
    }

    boolean watchesSilence() {
        return silenceAfterMillis > 0;
    }

    public GapPolicy gapPolicy() {
        return new GapPolicy(intervalMillis, restartAfterMillis, imputation, fixedValue);
    }
}
