package io.millrace.job.operator;

import java.io.Serializable;

/**
 * What event assembly needs to know; travels with the job.
 *
 * @param updateEveryWindows an open event is updated when it has grown by this many windows, ≥ 1
 * @param updatePeakRise … or when its highest ratio has risen by this share, > 0 (0.2 = 20 %)
 * @param scores which windows' scores are published
 * @param scoreEvery with {@link Scores#SAMPLED}: every how manyth window of a machine, ≥ 1
 * @param heartbeatPrefix machines whose id begins with it are heartbeats: their scores are published all the same; empty for none
 * @param silenceAfterMillis event time without a reading after which a machine is said to be silent, 0 for never
 */
public record EventSettings(
        int updateEveryWindows,
        double updatePeakRise,
        Scores scores,
        int scoreEvery,
        String heartbeatPrefix,
        long silenceAfterMillis)
        implements Serializable {

    /** Which windows' scores are published. */
    public enum Scores {
        NONE,
        SAMPLED,
        ALL
    }

    boolean isHeartbeat(String machineId) {
        return !heartbeatPrefix.isEmpty() && machineId.startsWith(heartbeatPrefix);
    }

    /** An update every 30 windows or 20 %, no scores. */
    public static final EventSettings DEFAULTS = new EventSettings(30, 0.2, Scores.NONE, 1, "", 0);

    public EventSettings {
        if (updateEveryWindows < 1 || scoreEvery < 1 || !(updatePeakRise > 0)) {
            throw new IllegalArgumentException(
                    "events expect update windows ≥ 1, a peak rise > 0 and every ≥ 1st score, found %d, %s, %d"
                            .formatted(updateEveryWindows, updatePeakRise, scoreEvery));
        }
    }
}
