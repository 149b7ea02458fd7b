package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    @TempDir
    Path directory;

    @Test
    void rulesHold() throws IOException {
        assertThat(Rules.violations(Project.text(Rules.FILE))).isEmpty();
    }

    @Test
    void everyAlertHasItsPageAndEveryPageItsAlert() throws IOException {
        List<String> alerts = Rules.all(Project.text(Rules.FILE)).stream()
                .map(rule -> rule.path("alert").asText())
                .sorted()
                .toList();
        assertThat(alerts).hasSizeGreaterThan(8).doesNotHaveDuplicates().isEqualTo(Rules.pages());
        for (String page : Rules.pages()) {
            assertThat(Project.text(Rules.RUNBOOKS.resolve(page + ".md")))
                    .startsWith("# " + page + "\n")
                    .contains("**When.**", "**Effect.**", "**Look.**", "**Do.**");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    millrace_heartbeat_missing             | millrace_heartbeat_mising            | millrace_heartbeat_mising
                    operator_pendingRecords                | operator_pendingRecord               | pendingRecord
                    severity: critical                     | severity: critcal                    | severity
                    for: 2m                                | for: 2 min                           | for is no duration
                    runbook_url: docs/runbooks/MillraceRe  | runbook_url: docs/runbooks/MilraceRe | has no page
                    annotations:                           | anotations:                          | anotations
                    """)
    void typoIsFound(String right, String wrong, String named) throws IOException {
        String text = Project.text(Rules.FILE);
        assertThat(text).contains(right);

        assertThat(Rules.violations(text.replace(right, wrong)))
                .isNotEmpty()
                .anyMatch(violation -> violation.contains(named));
    }

    @Test
    void promtoolTakesRulesAndConfigurationAndFindsATypo() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(PROMTOOL),
                "promtool is not installed (Debian: prometheus); only the structure is checked");

        assertThat(promtool("check", "rules", Rules.FILE.toString())).isEmpty();
        assertThat(promtool(
                        "check",
                        "config",
                        Project.DEPLOY.resolve("prometheus/prometheus.yml").toString()))
                .isEmpty();
        Path typo = Files.writeString(
                directory.resolve("typo.yml"), Project.text(Rules.FILE).replaceFirst("sum\\(", "summ("));
        assertThat(promtool("check", "rules", typo.toString())).contains("summ");
    }

    /** What it says when it is not content, else nothing. */
    private static String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : said;
    }
}
