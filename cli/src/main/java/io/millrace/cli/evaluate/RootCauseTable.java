package io.millrace.cli.evaluate;

import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.TextTable;
import io.millrace.training.evaluate.RootCauseQuality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Hit rates of attributions as a table. */
final class RootCauseTable {

    private RootCauseTable() {}

    static void print(Terminal terminal, RootCauseQuality measured) {
        terminal.line(String.format(
                Locale.ROOT,
                "%s, %s: %d events, %.1f causes of %.1f scored sensors on average",
                measured.suite().optionName(),
                measured.detector(),
                measured.events(),
                measured.meanCauses(),
                measured.meanSensors()));
        var table = new TextTable(1, "  ranking", "HitRate@100%", "±", "HitRate@150%", "±");
        measured.rates()
                .forEach((ranking, rate) -> table.row(
                        "  " + ranking.label(),
                        figure(rate.at100()),
                        figure(rate.error100()),
                        figure(rate.at150()),
                        figure(rate.error150())));
        table.lines().forEach(terminal::line);
        terminal.line(String.format(
                Locale.ROOT,
                "  one window, processor time: Shapley values %.2f s, surrogate %.2f s, its mean fidelity R² %.2f",
                measured.shapleySeconds(),
                measured.surrogateSeconds(),
                measured.fidelity()));
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    static Map<String, Object> json(List<RootCauseQuality> measured) {
        var json = new LinkedHashMap<String, Object>();
        json.put("rootCauses", measured.stream().map(RootCauseQuality::json).toList());
        return json;
    }
}
