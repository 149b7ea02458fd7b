package io.millrace.deploy;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of metrics as Prometheus shows them: those of {@code docs/metrics.md}, which is itself held to the running job, and those in a query. */
final class Metrics {

    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
    private static final Pattern HEADING = Pattern.compile("^## (.*)$");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|");
    private static final Pattern IN_QUERY = Pattern.compile("\\b(?:flink|millrace)_[A-Za-z0-9_]+");

    private Metrics() {}

    static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        boolean ofOperator = false;
        for (String line :
                Project.text(Project.ROOT.resolve("docs/metrics.md")).lines().toList()) {
            Matcher heading = HEADING.matcher(line);
            Matcher row = ROW.matcher(line);
            if (heading.find()) {
                ofOperator = heading.group(1).contains("(operator ");
            } else if (row.find()) {
                names.add(ofOperator ? OPERATOR + row.group(1).replace('.', '_') : row.group(1));
            }
        }
        return names;
    }

    static Set<String> in(String query) {
        Set<String> names = new TreeSet<>();
        Matcher name = IN_QUERY.matcher(query.replaceAll("\"[^\"]*\"", "\"\"")); // values of labels are no names
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }
}
