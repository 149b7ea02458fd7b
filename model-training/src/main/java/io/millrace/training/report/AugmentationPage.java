package io.millrace.training.report;

import io.millrace.training.augment.FaultEpisodes;
import io.millrace.training.augment.GeneratorKind;
import io.millrace.training.augment.SyntheticFaultKind;
import io.millrace.training.evaluate.AugmentationGain;
import io.millrace.training.evaluate.AugmentationGain.Summary;
import io.millrace.training.evaluate.FaultRecall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The sections of the page about synthetic data that commands write. Every figure and every verdict comes from what was measured. */
public final class AugmentationPage {

    /** Rows in alarm on unaltered data above which recall is bought with false alarms. */
    private static final double MANY_FALSE_ALARMS = 0.05;

    private static final Map<String, String> HEADINGS =
            Map.of("f1", "F1", "eventF1", "event F1", "vusPr", "VUS-PR", "falseAlarmRate", "false alarms");

    private static final String LOWER_IS_BETTER = "falseAlarmRate";

    private AugmentationPage() {}

    /**
     * Section {@code faults}.
     *
     * @param command that measured
     */
    public static String faults(
            List<FaultRecall> measured, FaultEpisodes episodes, Map<String, String> shortened, String command) {
        List<List<String>> table = faultTable(measured);
        List<List<String>> recordings = recordingTable(measured);
        return ("""

                Measured on %s at commit %s by `%s`: %s, %d faults of each kind in each (%d rows a piece, seed %d);
                networks that learn from labels with %s, every other option at its standard.

                Share of the planted faults that were found, and share of rows of unaltered held-back pieces in an alarm:

                %s
                Mean recall / rows in alarm on unaltered pieces, by recording:

                %s
                %s
                """)
                .formatted(
                        RunProvenance.today(),
                        RunProvenance.commit(),
                        command,
                        measured.stream().map(FaultRecall::recording).distinct().collect(Collectors.joining(", ")),
                        episodes.perKind(),
                        episodes.rows(),
                        episodes.seed(),
                        new TreeMap<>(shortened)
                                .entrySet().stream()
                                        .map(option -> option.getValue() + " " + option.getKey())
                                        .collect(Collectors.joining(" and ")),
                        GeneratedSection.table(2, table.get(0), table.subList(1, table.size())),
                        GeneratedSection.table(1, recordings.get(0), recordings.subList(1, recordings.size())),
                        String.join("\n", findings(measured)));
    }

    /** Header and one row per kind of detector, all recordings together. */
    public static List<List<String>> faultTable(List<FaultRecall> measured) {
        var header = new ArrayList<>(List.of("detector", "labels"));
        header.addAll(SyntheticFaultKind.optionNames());
        header.addAll(List.of("all", "false alarms"));
        var table = new ArrayList<List<String>>();
        table.add(header);
        byDetector(measured).forEach((name, runs) -> {
            var row = new ArrayList<>(List.of(name, runs.get(0).kind().needsLabels() ? "needed" : "no"));
            for (SyntheticFaultKind kind : SyntheticFaultKind.values()) {
                row.add(percent(recall(runs, kind)));
            }
            row.add(percent(recall(runs)));
            row.add(smallPercent(falseAlarms(runs)));
            table.add(row);
        });
        return table;
    }

    private static List<List<String>> recordingTable(List<FaultRecall> measured) {
        List<String> recordings =
                measured.stream().map(FaultRecall::recording).distinct().toList();
        var header = new ArrayList<>(List.of("detector"));
        header.addAll(recordings);
        var table = new ArrayList<List<String>>();
        table.add(header);
        byDetector(measured).forEach((name, runs) -> {
            var row = new ArrayList<>(List.of(name));
            for (String recording : recordings) {
                row.add(runs.stream()
                        .filter(run -> run.recording().equals(recording))
                        .findFirst()
                        .map(run -> percent(recall(List.of(run))) + " / " + smallPercent(falseAlarms(List.of(run))))
                        .orElse("–"));
            }
            table.add(row);
        });
        return table;
    }

    /** What the table says, in words. */
    private static List<String> findings(List<FaultRecall> measured) {
        Map<String, List<FaultRecall>> all = byDetector(measured);
        var lines = new ArrayList<String>();
        Map<SyntheticFaultKind, Double> means = new LinkedHashMap<>();
        for (SyntheticFaultKind kind : SyntheticFaultKind.values()) {
            means.put(
                    kind,
                    all.values().stream()
                            .mapToDouble(runs -> recall(runs, kind))
                            .average()
                            .orElse(0));
        }
        Comparator<Map.Entry<SyntheticFaultKind, Double>> byMean = Map.Entry.comparingByValue();
        var hardest = means.entrySet().stream().min(byMean).orElseThrow();
        var easiest = means.entrySet().stream().max(byMean).orElseThrow();
        lines.add("- Over all detectors %s is found least (%s on average), %s most (%s)."
                .formatted(
                        hardest.getKey().optionName(),
                        percent(hardest.getValue()),
                        easiest.getKey().optionName(),
                        percent(easiest.getValue())));
        List<String> loud = all.entrySet().stream()
                .filter(entry -> falseAlarms(entry.getValue()) > MANY_FALSE_ALARMS)
                .map(entry -> entry.getKey() + " (" + smallPercent(falseAlarms(entry.getValue())) + ")")
                .toList();
        lines.add(
                loud.isEmpty()
                        ? "- No detector has more than 5 % of the unaltered rows in an alarm."
                        : "- More than 5 % of the unaltered rows are in an alarm with " + String.join(", ", loud)
                                + ": their recall is bought with false alarms, and is not to be compared with that of the others.");
        Map<String, List<FaultRecall>> quiet = new LinkedHashMap<>(all);
        quiet.values().removeIf(runs -> falseAlarms(runs) > MANY_FALSE_ALARMS);
        for (SyntheticFaultKind kind : SyntheticFaultKind.values()) {
            double best = quiet.values().stream()
                    .mapToDouble(runs -> recall(runs, kind))
                    .max()
                    .orElse(0);
            List<String> names = quiet.entrySet().stream()
                    .filter(entry -> best > 0 && recall(entry.getValue(), kind) == best)
                    .map(Map.Entry::getKey)
                    .toList();
            lines.add("- Best on %s%s: %s."
                    .formatted(
                            kind.optionName(),
                            loud.isEmpty() ? "" : " among the others",
                            names.isEmpty() ? "none finds any" : String.join(", ", names) + " with " + percent(best)));
        }
        return lines;
    }

    /**
     * Section {@code gain SUITE}: one detector after the other, all on the same series.
     *
     * @param command that measured
     */
    public static String gain(List<AugmentationGain> gains, String command) {
        AugmentationGain any = gains.get(0);
        List<List<String>> table = gainTable(gains);
        return ("""

                Measured on %s at commit %s by `%s`: suite %s, %d series, %d seeds, %s synthetic windows for every
                recorded one that is learnt.
                Mean over the seeds ± standard deviation; in brackets the mean difference to training without, seed by seed, ± its standard error.

                %s
                %s
                """)
                .formatted(
                        RunProvenance.today(),
                        RunProvenance.commit(),
                        command,
                        any.suite().optionName(),
                        any.series(),
                        any.seeds(),
                        any.factor(),
                        GeneratedSection.table(2, table.get(0), table.subList(1, table.size())),
                        gains.stream()
                                .flatMap(gain -> verdicts(gain).stream())
                                .map(line -> "- " + line)
                                .collect(Collectors.joining("\n")));
    }

    /** Header and a row per detector and arm. */
    public static List<List<String>> gainTable(List<AugmentationGain> gains) {
        List<String> figures = figures(gains);
        var header = new ArrayList<>(List.of("detector", "synthetic"));
        figures.forEach(figure -> header.add(HEADINGS.get(figure)));
        var table = new ArrayList<List<String>>();
        table.add(header);
        for (AugmentationGain gain : gains) {
            for (String arm : gain.arms().keySet()) {
                var row = new ArrayList<>(List.of(gain.detector(), arm));
                figures.forEach(figure ->
                        row.add(gain.summary(arm, figure).map(s -> cell(arm, s)).orElse("–")));
                table.add(row);
            }
        }
        return table;
    }

    private static List<String> figures(List<AugmentationGain> gains) {
        return AugmentationGain.FIGURES.stream()
                .filter(figure -> gains.stream()
                        .anyMatch(gain ->
                                gain.summary(AugmentationGain.PLAIN, figure).isPresent()))
                .toList();
    }

    private static String cell(String arm, Summary summary) {
        String own = String.format(Locale.ROOT, "%.3f ± %.3f", summary.mean(), summary.deviation());
        return arm.equals(AugmentationGain.PLAIN)
                ? own
                : own + String.format(Locale.ROOT, " (%+.3f ± %.3f)", summary.difference(), summary.error());
    }

    /** Whether it helps, in a sentence per generator; a difference counts from two standard errors on. */
    public static List<String> verdicts(AugmentationGain gain) {
        return Arrays.stream(GeneratorKind.values())
                .map(generator -> verdict(gain, generator.optionName()))
                .toList();
    }

    private static String verdict(AugmentationGain gain, String arm) {
        var better = new ArrayList<String>();
        var worse = new ArrayList<String>();
        var level = new ArrayList<String>();
        for (String figure : figures(List.of(gain))) {
            Optional<Summary> summary = gain.summary(arm, figure);
            if (summary.isEmpty()) {
                continue;
            }
            int direction = summary.get().direction();
            String named = HEADINGS.get(figure)
                    + (direction == 0
                            ? ""
                            : String.format(Locale.ROOT, " %+.3f", summary.get().difference()));
            (direction == 0 ? level : (direction > 0) != figure.equals(LOWER_IS_BETTER) ? better : worse).add(named);
        }
        String of = gain.detector() + " with " + arm + " windows: ";
        if (better.isEmpty() && worse.isEmpty()) {
            return of + "**does not help.** No figure differs by more than chance (two standard errors).";
        }
        String unchanged = level.isEmpty() ? "" : " No clear difference: " + String.join(", ", level) + ".";
        if (worse.isEmpty()) {
            return of + "**helps.** Better: " + String.join(", ", better) + "." + unchanged;
        }
        if (better.isEmpty()) {
            return of + "**harms.** Worse: " + String.join(", ", worse) + "." + unchanged;
        }
        return of + "**mixed.** Better: " + String.join(", ", better) + "; worse: " + String.join(", ", worse) + "."
                + unchanged;
    }

    private static Map<String, List<FaultRecall>> byDetector(List<FaultRecall> measured) {
        return measured.stream()
                .collect(Collectors.groupingBy(run -> run.kind().name(), LinkedHashMap::new, Collectors.toList()));
    }

    private static double recall(List<FaultRecall> runs, SyntheticFaultKind kind) {
        return (double) runs.stream().mapToInt(run -> run.found().get(kind)).sum()
                / runs.stream().mapToInt(FaultRecall::planted).sum();
    }

    private static double recall(List<FaultRecall> runs) {
        return Arrays.stream(SyntheticFaultKind.values())
                .mapToDouble(kind -> recall(runs, kind))
                .average()
                .orElseThrow();
    }

    private static double falseAlarms(List<FaultRecall> runs) {
        long rows = runs.stream().mapToLong(FaultRecall::rows).sum();
        return rows == 0
                ? 0
                : (double) runs.stream().mapToLong(FaultRecall::rowsInAlarm).sum() / rows;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static String smallPercent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
