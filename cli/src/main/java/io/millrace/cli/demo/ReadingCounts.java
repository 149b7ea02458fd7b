package io.millrace.cli.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the readings: every record that was written is in exactly one of these counts.
 *
 * @param written records on the readings topic
 * @param scored windows that got a score; one per reading once a machine's window is full
 * @param unscoredByReason readings that completed no scored window, by reason
 * @param rejectedByReason records that are no usable readings, by the reason on the dead-letter topic
 * @param late readings that came too long after newer ones of their machine
 * @param duplicates readings that came again
 */
public record ReadingCounts(
        long written,
        long scored,
        Map<String, Long> unscoredByReason,
        Map<String, Long> rejectedByReason,
        long late,
        long duplicates) {

    public ReadingCounts {
        unscoredByReason = withoutZeros(unscoredByReason);
        rejectedByReason = withoutZeros(rejectedByReason);
    }

    private static Map<String, Long> withoutZeros(Map<String, Long> counts) {
        Map<String, Long> kept = new LinkedHashMap<>(new TreeMap<>(counts));
        kept.values().removeIf(count -> count == 0);
        return kept;
    }

    public long unscored() {
        return total(unscoredByReason);
    }

    public long rejected() {
        return total(rejectedByReason);
    }

    /** Records that no count explains; they still wait in the job while it runs. */
    public long unaccounted() {
        return written - scored - unscored() - rejected() - late - duplicates;
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
