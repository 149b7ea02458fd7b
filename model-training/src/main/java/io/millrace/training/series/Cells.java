package io.millrace.training.series;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What stands in one cell of a text table. */
final class Cells {

    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "none", "?", "-");
    private static final Set<String> YES = Set.of("1", "true", "yes");
    private static final Set<String> NO = Set.of("0", "false", "no");

    private Cells() {}

    static boolean isMissing(String cell) {
        return cell.length() <= 4 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** The number, possibly infinite; NaN for text that is no number and for a missing value. */
    static double number(String cell, char decimalPoint) {
        if (isMissing(cell)) {
            return Double.NaN;
        }
        char last = cell.charAt(cell.length() - 1);
        if (Character.isLetter(last)) {
            return infinity(cell); // Java would take 1d and 1f for numbers; nobody else does
        }
        try {
            return Double.parseDouble(decimalPoint == '.' ? cell : cell.replace(decimalPoint, '.'));
        } catch (NumberFormatException noNumber) {
            return Double.NaN;
        }
    }

    private static double infinity(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }

    /** Whether the row is anomalous; empty for a cell that does not say. */
    static Optional<Boolean> mark(String cell) {
        String text = cell.toLowerCase(Locale.ROOT);
        if (YES.contains(text)) {
            return Optional.of(true);
        }
        if (NO.contains(text)) {
            return Optional.of(false);
        }
        double number = number(cell, '.');
        return number == 1 || number == 0 ? Optional.of(number == 1) : Optional.empty();
    }
}
