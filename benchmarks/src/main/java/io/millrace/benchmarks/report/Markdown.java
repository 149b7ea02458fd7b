package io.millrace.benchmarks.report;

import java.util.List;

/** A page in the making. */
final class Markdown {

    private final StringBuilder page = new StringBuilder();

    Markdown heading(int level, String text) {
        page.append("#".repeat(level)).append(' ').append(text).append("\n\n");
        return this;
    }

    Markdown paragraph(String text, Object... arguments) {
        page.append(arguments.length == 0 ? text : text.formatted(arguments)).append("\n\n");
        return this;
    }

    /** @param rows each as long as the header */
    Markdown table(List<String> header, List<List<String>> rows) {
        row(header);
        row(header.stream().map(column -> "---").toList());
        rows.forEach(this::row);
        page.append('\n');
        return this;
    }

    private void row(List<String> cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String toString() {
        return page.toString().stripTrailing() + "\n";
    }
}
