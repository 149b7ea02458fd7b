package io.millrace.cli.demo;

import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.cli.terminal.TextTable;
import io.millrace.detection.quality.EventQuality;
import io.millrace.testdata.Fault;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Summaries for people. */
final class SummaryPrinter {

    private static final int REMARK_COLUMNS = 80;

    private final Terminal terminal;

    SummaryPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(PlantSummary summary) {
        readings(summary.counts(), PlantTraffic.OUT_OF_ORDERNESS);
        faults(summary.matching());
        terminal.line();
        heading("Alerts");
        entry("opened", Text.count(summary.alertsOpened()), "");
        entry("closed", Text.count(summary.alertsClosed()), "");
        entry(
                "false alarms",
                Text.count(summary.matching().falseAlarms().size()),
                String.format(
                        Locale.ROOT,
                        "%.2f per machine and week (%s of machine time watched)",
                        summary.falseAlarmsPerMachineWeek(),
                        Text.duration(summary.watched())));
        entry(
                "median delay",
                seconds(summary.matching().medianDelaySeconds()),
                "simulated time from a fault's first reading to its alert");
        throughput(summary.counts(), summary.elapsed(), summary.readingsPerSecond());
    }

    void print(FileSummary summary) {
        readings(summary.counts(), Duration.ZERO);
        terminal.line();
        heading("Alerts");
        entry("opened", Text.count(summary.alertsOpened()), "");
        entry("closed", Text.count(summary.alertsClosed()), "");
        entry(
                "under alert",
                String.format(Locale.ROOT, "%.1f %%", 100 * summary.alertedShare()),
                "of the rows that were not trained on");
        summary.matching().ifPresent(this::labels);
        throughput(summary.counts(), summary.elapsed(), summary.readingsPerSecond());
    }

    private void labels(LabelMatching matching) {
        EventQuality quality = matching.quality();
        terminal.line();
        heading("Against the labels, on the rows that were not trained on");
        entry("events", Text.count(quality.truePositives() + quality.falseNegatives()), "runs of labelled rows");
        entry("found", Text.count(quality.truePositives()), "an alert overlaps them");
        entry("missed", Text.count(quality.falseNegatives()), "");
        entry("false alarms", Text.count(quality.falsePositives()), "alerts that overlap no labelled row");
        entry("precision", ratio(quality.precision()), "");
        entry("recall", ratio(quality.recall()), "");
        entry("F1", ratio(quality.f1()), "");
        entry(
                "median delay",
                seconds(matching.medianDelaySeconds()),
                "file's time from an event's first row to its alert");
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private void readings(ReadingCounts counts, Duration outOfOrderness) {
        terminal.line();
        heading("Readings");
        entry("written", Text.count(counts.written()), "records on the topic readings");
        entry("scored", Text.count(counts.scored()), "completed a window that got a score");
        entry("unscored", Text.count(counts.unscored()), byReason(counts.unscoredByReason()));
        entry("rejected", Text.count(counts.rejected()), byReason(counts.rejectedByReason()));
        entry(
                "late",
                Text.count(counts.late()),
                outOfOrderness.isZero()
                        ? "older than a reading of their machine before them"
                        : "more than " + Text.duration(outOfOrderness) + " behind newer readings of their machine");
        entry("duplicates", Text.count(counts.duplicates()), "same machine and time again, dropped");
        if (counts.unaccounted() != 0) {
            entry(
                    "waiting",
                    Text.count(counts.unaccounted()),
                    "held until newer readings show that none is missing before them");
        }
    }

    private void faults(FaultMatching matching) {
        terminal.line();
        heading("Faults");
        TextTable table = new TextTable(1, "  kind", "injected", "found", "missed", "median delay");
        matching.byKind()
                .forEach((kind, result) -> table.row(
                        "  " + words(kind),
                        result.injected(),
                        result.found(),
                        result.injected() - result.found(),
                        seconds(result.medianDelaySeconds())));
        table.row(
                "  all",
                matching.injected(),
                matching.found().size(),
                matching.missed().size(),
                seconds(matching.medianDelaySeconds()));
        table.lines().forEach(terminal::line);
        for (Fault missed : matching.missed()) {
            miss("missed", missed.startMillis(), missed.machineId(), words(missed.kind()) + ", " + sensors(missed));
        }
        for (AlertSpan alarm : matching.falseAlarms()) {
            Duration length = Duration.ofMillis(alarm.endsAtMillis() - alarm.startsAtMillis());
            miss("false alarm", alarm.startsAtMillis(), alarm.machineId(), "for " + Text.duration(length));
        }
        terminal.line(terminal.styled(
                Style.FAINT,
                "  Found: an alert overlaps the fault or the 60 steps after it, while windows still hold its rows.\n"
                        + "  False: an alert that overlaps no fault so extended."));
    }

    private void miss(String what, long atMillis, String machine, String remark) {
        terminal.line("  " + terminal.styled(Style.WARNING, String.format(Locale.ROOT, "%-11s", what))
                + String.format(Locale.ROOT, "  %s  %-14s %s", AlertPrinter.time(atMillis), machine, remark));
    }

    private static String sensors(Fault fault) {
        int others = fault.sensors().size() - 1;
        return fault.sensors().get(0) + (others > 0 ? " and " + others + " more" : "");
    }

    private void throughput(ReadingCounts counts, Duration elapsed, double perSecond) {
        terminal.line();
        heading("Throughput");
        entry(
                "readings/s",
                Text.count(Math.round(perSecond)),
                Text.count(counts.written()) + " in "
                        + String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1e3)
                        + ", from the first one written to the last one processed");
    }

    private void heading(String text) {
        terminal.line(terminal.styled(Style.STRONG, text));
    }

    private void entry(String name, String value, String remark) {
        String left = String.format(Locale.ROOT, "  %-13s %9s  ", name, value);
        for (String line : Text.wrapped(remark, REMARK_COLUMNS)) {
            terminal.line((left + terminal.styled(Style.FAINT, line)).stripTrailing());
            left = " ".repeat(left.length());
        }
    }

    private static String byReason(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(reason -> reason.getKey() + " " + Text.count(reason.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String seconds(OptionalDouble seconds) {
        return seconds.isPresent() ? Text.duration(Duration.ofSeconds(Math.round(seconds.getAsDouble()))) : "-";
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
