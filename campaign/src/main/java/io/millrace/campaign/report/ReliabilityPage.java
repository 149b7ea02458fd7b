package io.millrace.campaign.report;

import io.millrace.detection.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/reliability.md}, put together from the results that stand beside it. */
public final class ReliabilityPage {

    private static final String RESULTS = "reliability";
    private static final String PAGE = "reliability.md";

    /** Every campaign, in the order of the page. */
    private static final List<String> CAMPAIGNS = List.of(
            "taskmanager-kill",
            "jobmanager-kill",
            "broker-outage",
            "model-swap-kill",
            "rescale",
            "garbage",
            "bad-releases",
            "redeploy",
            "soak");

    private ReliabilityPage() {}

    /**
     * Writes the page anew, from the results that are there.
     *
     * @param arguments the docs folder
     */
    public static void main(String[] arguments) throws IOException {
        Path docs = Path.of(arguments[0]);
        WholeFile.write(docs.resolve(PAGE), of(docs));
    }

    /** Keeps a result, in the place of the campaign's earlier one, and writes the page anew. */
    public static void add(Path docs, CampaignResult result) throws IOException {
        result.write(docs.resolve(RESULTS).resolve(result.name() + ".json"));
        WholeFile.write(docs.resolve(PAGE), of(docs));
    }

    /** The page of the results that a docs folder holds. */
    static String of(Path docs) throws IOException {
        List<CampaignResult> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(docs.resolve(RESULTS))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                results.add(CampaignResult.read(file));
            }
        }
        results.sort(Comparator.comparingInt(CampaignResult::order));
        StringBuilder page = new StringBuilder("""
                # Reliability

                Written by the campaigns (`mvn verify -Pcampaign`, one alone with `-Dcampaign=NAME`) from their results in [reliability/](reliability/); not edited by hand. Each runs the job's own jar on separate processes: broker, JobManager, TaskManagers. A
                producer writes a ledger of simulated readings; an oracle computes offline, on one thread, with the code of `detection`, what the job must find in them, score by score and event by event; a checker compares.

                | campaign | promises kept | date | commit | took |
                | --- | --- | --- | --- | --- |
                """);
        for (CampaignResult result : results) {
            long kept = result.findings().stream().filter(Finding::kept).count();
            page.append("| [%s](#%s) `%s` | %s%d of %d%s | %s | %s | %d s |\n"
                    .formatted(
                            result.title(),
                            anchor(result.title()),
                            result.name(),
                            result.kept() ? "" : "**",
                            kept,
                            result.findings().size(),
                            result.kept() ? "" : "**",
                            result.date(),
                            result.commit(),
                            result.seconds()));
        }
        String missing = CAMPAIGNS.stream()
                .filter(name ->
                        results.stream().noneMatch(result -> result.name().equals(name)))
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            page.append("\nWithout a result so far, so that nothing is said of their promises: ")
                    .append(missing)
                    .append(".\n");
        }
        results.forEach(result -> append(page, result));
        return page.toString();
    }

    private static void append(StringBuilder page, CampaignResult result) {
        page.append("\n## ")
                .append(result.title())
                .append("\n\n")
                .append(result.done())
                .append("\n\n");
        page.append(String.format(
                Locale.ROOT, "On %s; load average at the end %.1f.\n\n", result.hardware(), result.loadAverage()));
        page.append("| promise | expected | seen | |\n| --- | --- | --- | --- |\n");
        for (Finding finding : result.findings()) {
            page.append("| ")
                    .append(cell(finding.promise()))
                    .append(" | ")
                    .append(cell(finding.expected()))
                    .append(" | ")
                    .append(cell(finding.seen()))
                    .append(finding.kept() ? " | kept |\n" : " | **failed** |\n");
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", "<br>");
    }

    private static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }
}
