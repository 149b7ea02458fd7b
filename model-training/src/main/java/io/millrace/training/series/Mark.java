package io.millrace.training.series;

import java.util.Locale;
import java.util.Set;

/**
 * What a table says of a row.
 *
 * @param fault its name as the table has it; "" where nothing is wrong or the fault has no name
 */
record Mark(boolean anomalous, String fault) {

    static final Mark NORMAL = new Mark(false, "");
    static final Mark ANOMALOUS = new Mark(true, "");

    /** How tables say that nothing is wrong. */
    private static final Set<String> NOTHING =
            Set.of("", "0", "none", "normal", "no failure", "no fault", "ok", "false", "nan", "null");

    static Mark of(boolean anomalous) {
        return anomalous ? ANOMALOUS : NORMAL;
    }

    static Mark ofName(String cell) {
        String name = cell.strip();
        return NOTHING.contains(name.toLowerCase(Locale.ROOT)) ? NORMAL : new Mark(true, name);
    }
}
