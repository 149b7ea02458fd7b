package io.millrace.training.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a page that a command writes, between {@code <!-- begin NAME -->} and {@code <!-- end NAME -->}; what stands around it is people's.
 */
public final class GeneratedSection {

    private GeneratedSection() {}

    /**
     * The page with another text in the section.
     *
     * @throws IllegalArgumentException when the page has no such section
     */
    public static String replace(String page, String name, String text) {
        int[] bounds = bounds(page, name);
        return page.substring(0, bounds[0]) + text + page.substring(bounds[1]);
    }

    /**
     * What stands in the section.
     *
     * @throws IllegalArgumentException when the page has no such section
     */
    public static String of(String page, String name) {
        int[] bounds = bounds(page, name);
        return page.substring(bounds[0], bounds[1]);
    }

    private static int[] bounds(String page, String name) {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the page expects the lines " + begin.strip() + " and " + end
                    + ", found no such section: add them");
        }
        return new int[] {from + begin.length(), to};
    }

    /** A table, its first columns words and the others figures. */
    public static String table(int words, List<String> header, List<List<String>> rows) {
        var line = new ArrayList<String>();
        for (int c = 0; c < header.size(); c++) {
            line.add(c < words ? "---" : "---:");
        }
        var text = new StringBuilder();
        append(text, header);
        append(text, line);
        rows.forEach(row -> append(text, row));
        return text.toString();
    }

    private static void append(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
