package io.millrace.job.operator;

import java.util.Comparator;

/**
 * A glob over machine ids: {@code *} stands for any characters, {@code ?} for one. The most specific pattern that matches wins: the one
 * with the longest part before its first wildcard; of two such, the one without wildcard, then the longer one.
 *
 * @param glob as released
 */
public record MachinePattern(String glob) implements Comparable<MachinePattern> {

    private static final Comparator<MachinePattern> MOST_SPECIFIC_FIRST = Comparator.comparingInt(
                    (MachinePattern pattern) -> -pattern.literalPrefix())
            .thenComparing(pattern -> pattern.literalPrefix() < pattern.glob.length())
            .thenComparingInt(pattern -> -pattern.glob.length())
            .thenComparing(MachinePattern::glob);

    private int literalPrefix() {
        int at = 0;
        while (at < glob.length() && glob.charAt(at) != '*' && glob.charAt(at) != '?') {
            at++;
        }
        return at;
    }

    public boolean matches(String machineId) {
        int g = 0;
        int m = 0;
        int star = -1; // last * met, and how much of the id it has taken
        int taken = 0;
        while (m < machineId.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                taken = m;
            } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == machineId.charAt(m))) {
                g++;
                m++;
            } else if (star >= 0) {
                g = star + 1;
                m = ++taken;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }

    @Override
    public int compareTo(MachinePattern other) {
        return MOST_SPECIFIC_FIRST.compare(this, other);
    }
}
