package io.millrace.job.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the page {@code docs/configuration.md} from the options, so that it cannot tell anything else than the code. */
final class ConfigurationDocs {
    private static final Map<String, String> HEADINGS = headings();

    private ConfigurationDocs() {}

    private static Map<String, String> headings() {
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("kafka", "Kafka");
        headings.put("job", "Job");
        headings.put("topics", "Topics");
        headings.put("source", "Readings");
        headings.put("ordering", "Event time");
        headings.put("window", "Windows");
        headings.put("scoring", "Scoring");
        headings.put("scores", "Scores");
        headings.put("models", "Models");
        headings.put("alerts", "Alerts");
        headings.put("delivery", "Delivery");
        headings.put("checkpoint", "Checkpoints");
        headings.put("parallelism", "Parallelism");
        return headings;
    }

    static String page() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                <!-- Generated from the options in the job's code. To write it anew:
                     mvn -q -pl job -am test -Dtest=ConfigurationDocsTest -Dmillrace.docs.write=true -Dsurefire.failIfNoSpecifiedTests=false -->

                The job reads three sources; where more than one sets a key, the later wins:

                1. a YAML file, named by `--config=FILE`; keys may be nested (`kafka:` … `group-id:`) or written in one piece
                   (`kafka.group-id:`);
                2. environment variables: `MILLRACE_JOB_` and the key in capitals with underscores
                   (`MILLRACE_JOB_KAFKA_GROUP_ID`), the place for secrets;
                3. arguments: `--kafka.group-id=plant-7`.

                A key that is not known is an error that names the nearest one. All violations are listed at once, and the job does
                not start. The effective configuration is logged at start; values of keys that sound like secrets are shown as
                `******`.

                Durations are a number and a unit: `ms`, `s`, `min`, `h`, `d`. Sizes likewise: `bytes`, `kb`, `mb`.

                An example with comments is [deploy/conf/millrace.yaml](../deploy/conf/millrace.yaml).
                """);
        groups().forEach((group, options) -> {
            page.append("\n## ").append(HEADINGS.get(group)).append("\n\n");
            page.append("| key | default | type | meaning |\n|---|---|---|---|\n");
            options.forEach(option -> page.append(row(option)));
            if (group.equals("kafka")) {
                page.append("| `kafka.properties.*` | | text | Further properties of Kafka's clients, such as"
                        + " `kafka.properties.security.protocol`; those that the job sets itself are refused."
                        + " Unless said here, consumers fetch with `fetch.min.bytes` 16384 and `fetch.max.wait.ms` 20, and"
                        + " producers send with `linger.ms` 10 and `batch.size` 65536. In the environment dots are underscores:"
                        + " `MILLRACE_JOB_KAFKA_PROPERTIES_SASL_JAAS_CONFIG`. Within a value, `${file:/run/secrets/password}`"
                        + " stands for a file's text and `${env:NAME}` for a variable, read where the job is put together and"
                        + " never shown; with `config.providers`, Kafka's own providers fill in instead. |\n");
            }
        });
        return page.toString();
    }

    private static Map<String, List<Option<?>>> groups() {
        return JobOptions.all().stream()
                .collect(Collectors.groupingBy(
                        option -> option.key().substring(0, option.key().indexOf('.')),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static String row(Option<?> option) {
        String range = option.range().words();
        return "| `" + option.key() + "` | " + defaultCell(option) + " | "
                + cell(option.type().name() + (range.isEmpty() ? "" : " " + range)) + " | " + cell(option.description())
                + " |\n";
    }

    private static String defaultCell(Option<?> option) {
        if (JobOptions.isRequired(option)) {
            return "must be set";
        }
        return option.defaultText()
                .map(text -> text.isEmpty() ? "empty" : "`" + text + "`")
                .orElse("unset");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
