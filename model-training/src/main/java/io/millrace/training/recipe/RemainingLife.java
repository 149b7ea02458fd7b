package io.millrace.training.recipe;

import io.millrace.detection.threshold.ThresholdPolicy;
import java.util.Optional;

/** What kinds share that learn how much life a machine has left, from series that each end with its failure. */
final class RemainingLife {

    static final KindOption LIFE = new KindOption(
            "life", "125", "rows before the end from which on remaining-life tells them apart, 1 or more");
    static final KindOption ALARM =
            new KindOption("alarm-life", "30", "rows before the end at which remaining-life alarms, 1 to below life");

    private RemainingLife() {}

    static int life(KindSettings settings) {
        return settings.whole(LIFE.name(), 1);
    }

    /** Alarms where that much life is left: scores are shares of the life that are used up. */
    static Optional<ThresholdPolicy> alarm(KindSettings settings, String kind) {
        int life = life(settings);
        int alarm = settings.whole(ALARM.name(), 1);
        if (alarm >= life) {
            throw new IllegalArgumentException(
                    kind + " expects alarm-life to be below life, " + life + ", found " + alarm);
        }
        return Optional.of(new ThresholdPolicy.Fixed(1 - (double) alarm / life));
    }
}
