package io.millrace.job.operator;

import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.window.Imputation;

/** Settings of tests: a reading a second is expected, a pause of a minute restarts the window, an hour of silence drops the machine. */
final class Settings {

    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;

    private Settings() {}

    static ScoringSettings bundles(int windows) {
        return of(windows, 0, Imputation.NONE);
    }

    static ScoringSettings outOfOrder(int windows, long boundMillis) {
        return of(windows, boundMillis, Imputation.NONE);
    }

    static ScoringSettings imputing(int windows, Imputation imputation) {
        return of(windows, 0, imputation);
    }

    private static ScoringSettings of(int windows, long boundMillis, Imputation imputation) {
        return of(windows, boundMillis, imputation, 0);
    }

    /** A machine is said to be silent after {@code silenceAfterMillis}. */
    static ScoringSettings silence(int windows, long boundMillis, long silenceAfterMillis) {
        return of(windows, boundMillis, Imputation.NONE, silenceAfterMillis);
    }

    private static ScoringSettings of(int windows, long boundMillis, Imputation imputation, long silenceAfterMillis) {
        return new ScoringSettings(
                boundMillis,
                10 * SECOND,
                HOUR,
                silenceAfterMillis,
                SECOND,
                MINUTE,
                imputation,
                0,
                0.5,
                16,
                windows,
                50,
                3,
                3,
                AlertLevels.DEFAULT);
    }
}
