package io.millrace.cli.explain;

import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.cli.terminal.TextTable;
import io.millrace.detection.explain.Attribution;
import io.millrace.detection.explain.Surrogate;
import io.millrace.detection.explain.WindowExplanation;
import io.millrace.detection.score.SelfAttribution;
import io.millrace.schemas.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An explanation as lines of text. One per explanation. */
final class ExplanationText {

    private static final int MOST_SENSORS = 10;

    private final Terminal terminal;
    private int decimals;

    ExplanationText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Explained explained) {
        Moment moment = explained.moment();
        WindowExplanation explanation = explained.explanation();
        Attribution attribution = explanation.attribution();
        decimals = decimals(attribution);
        heading(moment.machineId() + ", window up to " + moment.at() + " (row " + moment.row() + ")");
        terminal.line("  " + moment.choice() + "; model " + moment.artefact().modelId() + " version "
                + moment.artefact().version() + ", "
                + moment.artefact().detector().name());
        terminal.line(String.format(
                Locale.ROOT,
                "  score %s, %.2f times the threshold of %s%s; confidence %.2f",
                Text.value(attribution.score()),
                attribution.score() / explanation.threshold(),
                Text.value(explanation.threshold()),
                explanation.anomalous() ? " (" + moment.severity().name().toLowerCase(Locale.ROOT) + ")" : ", normal",
                explanation.quick().confidence()));
        moment.alert().ifPresent(alert -> alert(alert, moment));
        terminal.line("  " + explanation.quick().reason());
        terminal.line();
        shapley(explanation);
        explanation.own().ifPresent(own -> own(own, moment));
        terminal.line();
        surrogate(explanation.surrogate());
        terminal.line();
        counterfactuals(explanation);
        terminal.line();
        terminal.line("Background: " + explanation.background() + ".");
        terminal.line(Text.count(explanation.questions(), "window") + " scored in "
                + Text.value(explained.took().toMillis() / 1e3) + " s, seed " + attribution.seed() + ".");
    }

    private void alert(Alert alert, Moment moment) {
        terminal.line("  alert " + alert.getAlertId() + ", "
                + alert.getStatus().name().toLowerCase(Locale.ROOT) + ", "
                + alert.getSeverity().name().toLowerCase(Locale.ROOT) + ": highest score "
                + Text.value(alert.getScore())
                + ", here " + Text.value(moment.scores().smoothed()[moment.window()]) + " after smoothing");
    }

    private void shapley(WindowExplanation explanation) {
        Attribution attribution = explanation.attribution();
        heading("What each sensor adds to the score (Shapley values, ± standard error over " + attribution.pairs()
                + " pairs of permutations)");
        var header = new ArrayList<>(List.of("  sensor", "adds", "±"));
        attribution.segments().forEach(segment -> header.add(segment.label()));
        var table = new TextTable(1, header.toArray(String[]::new));
        List<Integer> ranking = attribution.ranking();
        for (int sensor : ranking.stream().limit(MOST_SENSORS).toList()) {
            row(
                    table,
                    attribution.sensors().get(sensor),
                    attribution.sensorValues()[sensor],
                    attribution.sensorErrors()[sensor],
                    attribution.values()[sensor]);
        }
        if (ranking.size() > MOST_SENSORS) {
            others(table, attribution, ranking.subList(MOST_SENSORS, ranking.size()));
        }
        row(table, "all", attribution.sum(), Double.NaN, attribution.segmentValues());
        table.lines().forEach(terminal::line);
        terminal.line("  all = score " + signed(attribution.score()).substring(1) + " − background "
                + signed(attribution.backgroundScore()).substring(1) + "; columns: steps before the window's end");
    }

    private void others(TextTable table, Attribution attribution, List<Integer> sensors) {
        double sum = 0;
        var bySegment = new double[attribution.segments().size()];
        for (int sensor : sensors) {
            sum += attribution.sensorValues()[sensor];
            for (int k = 0; k < bySegment.length; k++) {
                bySegment[k] += attribution.values()[sensor][k];
            }
        }
        row(table, Text.count(sensors.size(), "other"), sum, Double.NaN, bySegment);
    }

    private void row(TextTable table, String name, double value, double error, double[] bySegment) {
        var cells = new ArrayList<Object>(List.of(
                "  " + name,
                signed(value),
                Double.isNaN(error) ? "" : signed(error).substring(1)));
        for (double part : bySegment) {
            cells.add(signed(part));
        }
        table.row(cells.toArray());
    }

    private String signed(double value) {
        return String.format(Locale.ROOT, "%+." + decimals + "f", value + 0.0); // no negative zero
    }

    /** As many decimals for all values of an explanation as give its score difference four digits. */
    private static int decimals(Attribution attribution) {
        double size = Math.max(Math.abs(attribution.score() - attribution.backgroundScore()), 1e-9);
        return (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
    }

    private void own(SelfAttribution own, Moment moment) {
        terminal.line();
        heading("By the detector itself (" + own.method() + ", exact), of " + own.quantity());
        var table = new TextTable(1, "  feature", "adds");
        var preprocessing = moment.artefact().preprocessing();
        for (int c = 0; c < Math.min(own.byFeature().length, preprocessing.continuousSensors()); c++) {
            table.row(
                    "  "
                            + preprocessing
                                    .layout()
                                    .sensor(preprocessing.column(c))
                                    .name(),
                    signed(own.byFeature()[c]));
        }
        table.row("  nothing known", signed(own.base()));
        table.row("  all", signed(own.total()));
        table.lines().forEach(terminal::line);
    }

    private void surrogate(Surrogate surrogate) {
        heading(String.format(
                Locale.ROOT,
                "Linear surrogate near the window (fidelity R² %.2f on %d masked windows%s)",
                surrogate.fidelity(),
                surrogate.samples(),
                surrogate.believable() ? "" : ": too low to rely on"));
        var table = new TextTable(1, "  sensor", "adds");
        for (int sensor : surrogate.ranking().stream().limit(5).toList()) {
            table.row("  " + surrogate.sensors().get(sensor), signed(surrogate.sensorValues()[sensor]));
        }
        table.lines().forEach(terminal::line);
    }

    private void counterfactuals(WindowExplanation explanation) {
        heading("What would have kept the window normal");
        Text.wrapped(explanation.counterfactualSentence(), terminal.columns() - 2)
                .forEach(line -> terminal.line("  " + line));
        explanation.counterfactualAlternatives().forEach(line -> terminal.line("  " + line));
    }

    private void heading(String text) {
        terminal.line(terminal.styled(Style.STRONG, text));
    }
}
