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
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the page expects the lines " + begin.strip() + " and " + end
                    + ", found no such section: add them");
        }
        return page.substring(0, from + begin.length()) + text + page.substring(to);
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
