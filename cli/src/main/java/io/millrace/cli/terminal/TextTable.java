package io.millrace.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Columns of text: the first ones to the left, as words want it, the others to the right, as figures do. */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final int words;
    private final int columns;

    /** @param words columns that hold words, from the left */
    public TextTable(int words, String... header) {
        this.words = words;
        this.columns = header.length;
        rows.add(header);
    }

    /** @param cells as many as the header has */
    public TextTable row(Object... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(
                    "a row of this table needs " + columns + " cells, found " + cells.length);
        }
        rows.add(Arrays.stream(cells).map(String::valueOf).toArray(String[]::new));
        return this;
    }

    /** One line per row, the header first, without trailing blanks. */
    public Stream<String> lines() {
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row[c].length());
            }
        }
        return rows.stream().map(row -> line(row, widths));
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < columns; c++) {
            String blanks = " ".repeat(widths[c] - row[c].length());
            line.append(c == 0 ? "" : GAP).append(c < words ? row[c] + blanks : blanks + row[c]);
        }
        return line.toString().stripTrailing();
    }
}
