package io.millrace.console.plant;

/**
 * What time it is in the plant. When readings are of the present, that is the wall's clock; in a replay it is the newest reading's event
 * time, so that "14 minutes ago" means what it meant then. Mutable, guarded by the plant.
 */
final class PlantClock {

    private static final long PRESENT_MILLIS = 120_000;

    private long newestEvent = Long.MIN_VALUE;
    private boolean live;

    void reading(long eventMillis, long wallMillis) {
        if (eventMillis > newestEvent) {
            newestEvent = eventMillis;
            live = Math.abs(wallMillis - eventMillis) < PRESENT_MILLIS;
        }
    }

    /** Whether the newest reading was of the present when it came. */
    boolean live() {
        return live;
    }

    boolean started() {
        return newestEvent != Long.MIN_VALUE;
    }

    long now(long wallMillis) {
        return live || !started() ? wallMillis : newestEvent;
    }
}
