package io.millrace.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric of the job's own as {@code docs/metrics.md} names it, under the heading of an operator.
 *
 * @param operator name of the operator that registers it
 * @param name with the groups in front, {@code reason.unscored}; the value of a group is not part of it
 */
record DocumentedMetrics(String operator, String name) {
    private static final Pattern HEADING = Pattern.compile("^## .*?(?:operator `([^`]+)`.*)?$");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|");

    static List<DocumentedMetrics> read(Path page) throws IOException {
        List<DocumentedMetrics> metrics = new ArrayList<>();
        String operator = "";
        for (String line : Files.readAllLines(page)) {
            Matcher heading = HEADING.matcher(line);
            Matcher row = ROW.matcher(line);
            if (heading.find()) {
                operator = heading.group(1);
            } else if (operator != null && row.find()) {
                metrics.add(new DocumentedMetrics(operator, row.group(1)));
            }
        }
        return metrics;
    }

    /** Whether a registered metric is this one. */
    boolean names(String identifier) {
        String groups = name.replace(".", "(\\.[^.]+)?\\.");
        return identifier.matches(".*" + Pattern.quote(operator) + "\\.\\d+\\." + groups);
    }
}
