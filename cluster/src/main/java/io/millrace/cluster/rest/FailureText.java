package io.millrace.cluster.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Java stack trace, as Flink sends it, says to people. */
final class FailureText {

    private static final String CAUSE = "Caused by: ";
    private static final Pattern EXCEPTION = Pattern.compile("^(?:[\\w$]+\\.)+([\\w$]+)(?:: |$)");

    private FailureText() {}

    /** The message of the innermost cause; it may have several lines. */
    static String innermost(String trace) {
        String last = trace.substring(Math.max(0, trace.lastIndexOf(CAUSE)));
        StringBuilder message = new StringBuilder();
        for (String line : last.split("\n")) {
            if (line.startsWith("\tat ") || line.startsWith("\t...") || line.startsWith("End of exception")) {
                break;
            }
            message.append(message.isEmpty() ? "" : "\n").append(line);
        }
        String text = message.toString()
                .replaceFirst("^" + CAUSE, "")
                .replaceFirst("^<Exception on server side:\n", "")
                .strip();
        Matcher exception = EXCEPTION.matcher(text);
        if (exception.find()) {
            String said = text.substring(exception.end());
            return said.isBlank() ? exception.group(1) : said;
        }
        return text;
    }
}
