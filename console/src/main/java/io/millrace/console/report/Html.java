package io.millrace.console.report;

import io.millrace.detection.explain.Explainer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** HTML in the making. Text from outside goes in by {@link #text} alone, which takes its special characters for themselves. */
final class Html {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final StringBuilder out = new StringBuilder();

    /** Markup of our own. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Text from anywhere. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return this;
    }

    Html element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name + ">");
    }

    Html row(String cell, Object... texts) {
        raw("<tr>");
        for (Object text : texts) {
            element(cell, String.valueOf(text));
        }
        return raw("</tr>\n");
    }

    static String time(Long millis) {
        return millis == null ? "–" : TIME.format(Instant.ofEpochMilli(millis));
    }

    static String duration(long millis) {
        Duration length = Duration.ofMillis(Math.max(0, millis));
        if (length.toHours() >= 48) {
            return length.toDays() + " d " + length.toHoursPart() + " h";
        }
        if (length.toHours() >= 1) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        return length.toMinutes() >= 1
                ? length.toMinutes() + " min " + length.toSecondsPart() + " s"
                : length.toSeconds() + " s";
    }

    /** Four significant digits, without an exponent for everyday magnitudes; a dash for what is no number. */
    static String figure(double value) {
        return Double.isFinite(value) ? Explainer.figure(value) : "–";
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
