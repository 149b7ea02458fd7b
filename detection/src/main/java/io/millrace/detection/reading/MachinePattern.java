package io.millrace.detection.reading;

import java.util.Comparator;
import java.util.Optional;

/**
 * A glob over machine ids: {@code *} stands for any characters, {@code ?} for one, and a backslash takes the {@code *}, {@code ?} or
 * backslash behind it for itself; before anything else it is a character like any other. The most specific pattern that matches wins: the
 * one with the longest part before its first wildcard; of two such, the one without wildcard, then the longer one.
 *
 * @param glob as released
 */
public record MachinePattern(String glob) implements Comparable<MachinePattern> {

    private static final Comparator<MachinePattern> MOST_SPECIFIC_FIRST = Comparator.comparingInt(
                    (MachinePattern pattern) -> -pattern.literalPrefix().length())
            .thenComparing(pattern -> pattern.machineId().isEmpty())
            .thenComparingInt(pattern -> -pattern.glob.length())
            .thenComparing(MachinePattern::glob);

    /** The pattern that one machine matches and no other does. */
    public static MachinePattern of(String machineId) {
        var glob = new StringBuilder();
        for (int i = 0; i < machineId.length(); i++) {
            if (isSpecial(machineId.charAt(i))) {
                glob.append('\\');
            }
            glob.append(machineId.charAt(i));
        }
        return new MachinePattern(glob.toString());
    }

    /** The one machine that matches, if the pattern has no wildcard. */
    public Optional<String> machineId() {
        int at = 0;
        while (at < glob.length() && !isWildcard(at)) {
            at += width(at);
        }
        return at == glob.length() ? Optional.of(literalPrefix()) : Optional.empty();
    }

    private String literalPrefix() {
        var prefix = new StringBuilder();
        for (int at = 0; at < glob.length() && !isWildcard(at); at += width(at)) {
            prefix.append(glob.charAt(at + width(at) - 1));
        }
        return prefix.toString();
    }

    private static boolean isSpecial(char c) {
        return c == '*' || c == '?' || c == '\\';
    }

    private boolean isWildcard(int at) {
        return glob.charAt(at) == '*' || glob.charAt(at) == '?';
    }

    /** Characters of the glob that stand for one of the id: two where one is taken for itself. */
    private int width(int at) {
        return glob.charAt(at) == '\\' && at + 1 < glob.length() && isSpecial(glob.charAt(at + 1)) ? 2 : 1;
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
            } else if (g < glob.length() && matchesOne(g, machineId.charAt(m))) {
                g += width(g);
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

    private boolean matchesOne(int at, char c) {
        return glob.charAt(at) == '?' || glob.charAt(at + width(at) - 1) == c;
    }

    @Override
    public int compareTo(MachinePattern other) {
        return MOST_SPECIFIC_FIRST.compare(this, other);
    }
}
