package io.millrace.training.evaluate;

import java.util.Locale;

/** When the score of a row is known. The two are never mixed in one figure. */
public enum ScoreTiming {
    /** At the row itself: what opens an alert. */
    CAUSAL,
    /** Up to a window later, as the mean over all windows that contain the row: what refines an event afterwards. */
    DELAYED;

    /** As it stands in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
