package io.millrace.training.report;

import java.util.List;
import java.util.Locale;

/** A table as comma-separated text. */
final class Csv {

    private final StringBuilder text = new StringBuilder();

    Csv(List<String> header) {
        row(header.toArray());
    }

    /** Numbers with six significant digits, words quoted where they must be, null as nothing. */
    Csv row(Object... cells) {
        for (int c = 0; c < cells.length; c++) {
            text.append(c == 0 ? "" : ",").append(cell(cells[c]));
        }
        text.append('\n');
        return this;
    }

    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number) {
            boolean whole = number == Math.rint(number) && Math.abs(number) < 1e12;
            return whole ? Long.toString(number.longValue()) : String.format(Locale.ROOT, "%.6g", number);
        }
        String word = value.toString();
        return word.matches("[^\",\n]*") ? word : '"' + word.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
