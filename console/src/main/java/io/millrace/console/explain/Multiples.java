package io.millrace.console.explain;

import java.util.Locale;

/** Scores written as multiples of the threshold, three digits or so. */
record Multiples(double threshold) {

    String of(double score) {
        double ratio = score / threshold;
        int decimals = Math.abs(ratio) >= 100 ? 0 : Math.abs(ratio) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", ratio);
    }

    String signed(double score) {
        return score < 0 ? "−" + of(-score) : "+" + of(score);
    }
}
