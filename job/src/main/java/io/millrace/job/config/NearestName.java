package io.millrace.job.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds what a user most likely meant by a misspelt name: the one with the fewest edits (Levenshtein, 1966). */
final class NearestName {
    private NearestName() {}

    /** The nearest of the candidates, of which there is at least one; of equally near ones the first in the alphabet. */
    static String to(String name, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Number of characters to insert, remove or replace. */
    static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1]; // distances from the first i characters of `from`
        int[] current = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replace = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[to.length()];
    }
}
