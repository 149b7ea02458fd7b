package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Checks the alert rules: their form, the metrics that they name, and that each has its page. */
final class Rules {

    static final Path FILE = Project.DEPLOY.resolve("prometheus/millrace-rules.yml");
    static final Path RUNBOOKS = Project.ROOT.resolve("docs/runbooks");

    private static final Set<String> FIELDS = Set.of("alert", "expr", "for", "labels", "annotations");
    private static final Set<String> ANNOTATIONS = Set.of("summary", "description", "runbook_url");

    private Rules() {}

    static List<JsonNode> all(String yaml) throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        Project.document(yaml)
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    /** What is wrong, one sentence each. */
    static List<String> violations(String yaml) throws IOException {
        List<String> violations = new ArrayList<>();
        Set<String> documented = Metrics.documented();
        for (JsonNode rule : all(yaml)) {
            String name = rule.path("alert").asText();
            rule.fieldNames()
                    .forEachRemaining(
                            field -> require(FIELDS.contains(field), name + ": no field `" + field + "`", violations));
            JsonNode annotations = rule.path("annotations");
            annotations
                    .fieldNames()
                    .forEachRemaining(field ->
                            require(ANNOTATIONS.contains(field), name + ": no annotation `" + field + "`", violations));
            require(name.matches("Millrace[A-Za-z]+"), "alert `" + name + "` is no name", violations);
            require(rule.path("for").asText("1m").matches("\\d+[smhd]"), name + ": for is no duration", violations);
            require(
                    Set.of("warning", "critical")
                            .contains(rule.path("labels").path("severity").asText()),
                    name + ": severity is neither warning nor critical",
                    violations);
            require(
                    annotations.hasNonNull("summary") && annotations.hasNonNull("description"),
                    name + ": says too little",
                    violations);
            require(
                    annotations.path("runbook_url").asText().equals("docs/runbooks/" + name + ".md")
                            && Files.exists(RUNBOOKS.resolve(name + ".md")),
                    name + ": has no page docs/runbooks/" + name + ".md",
                    violations);
            Set<String> metrics = Metrics.in(rule.path("expr").asText());
            require(!metrics.isEmpty(), name + ": names no metric", violations);
            metrics.stream()
                    .filter(metric -> !documented.contains(metric))
                    .forEach(metric -> violations.add(name + ": docs/metrics.md knows no `" + metric + "`"));
        }
        return violations;
    }

    static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            return files.map(file -> file.getFileName().toString().replace(".md", ""))
                    .sorted()
                    .toList();
        }
    }

    private static void require(boolean holds, String otherwise, List<String> violations) {
        if (!holds) {
            violations.add(otherwise);
        }
    }
}
