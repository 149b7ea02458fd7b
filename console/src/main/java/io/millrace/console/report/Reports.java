package io.millrace.console.report;

import io.millrace.console.explain.ExplanationDesk;
import io.millrace.console.explain.SensorTrace;
import io.millrace.console.explain.WindowStudy;
import io.millrace.console.model.ModelCatalogue;
import io.millrace.console.plant.AlertStory;
import io.millrace.console.plant.HistoryBucket;
import io.millrace.console.plant.MachineCard;
import io.millrace.console.plant.MachineHistory;
import io.millrace.console.plant.MachineState;
import io.millrace.console.plant.Plant;
import io.millrace.console.plant.Rows;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.TopSensor;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes reports. Safe to use from several threads. */
public final class Reports {

    private static final int MOST_ALERTS = 500;

    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .6rem .25rem 0;vertical-align:top;border-bottom:1px solid #8884}
            td,text{font-variant-numeric:tabular-nums}.quiet{opacity:.7}
            svg{width:100%;height:auto;display:block}svg text{font-size:11px;fill:currentColor;opacity:.75}
            path{fill:none;stroke-width:1.4}.observed{stroke:#1f6fb2}.expected{stroke:#8a6d00;stroke-dasharray:5 3}
            .band{fill:#c9a22740}.level{stroke:#b3261e;stroke-dasharray:2 3}.axis{stroke:#8888}
            figure{margin:1rem 0}figcaption{font-weight:600}h3{font-size:1rem}.scroll{overflow-x:auto}
            """ + DepthSection.STYLE;

    private final Plant plant;
    private final ModelCatalogue models;
    private final ExplanationDesk explanations;
    private final Clock clock;

    /** A report under the name that a browser is to save it by. */
    public record Report(String fileName, String html) {}

    /** @param explanations those that somebody has asked for go into reports */
    public Reports(Plant plant, ModelCatalogue models, ExplanationDesk explanations, Clock clock) {
        this.plant = plant;
        this.models = models;
        this.explanations = explanations;
        this.clock = clock;
    }

    /**
     * Of an alert if one is named, else of a machine if one is named, else of the plant.
     *
     * @throws NoSuchElementException if there is no such alert or machine
     */
    public Report make(Optional<String> machine, Optional<String> alert) {
        if (alert.isPresent()) {
            AlertStory story = plant.alert(alert.get())
                    .orElseThrow(() -> new NoSuchElementException("no alert " + alert.get() + " is known here"));
            return new Report("millrace-alert-" + fileName(story.id()), alert(story));
        }
        if (machine.isPresent()) {
            MachineHistory history = plant.history(machine.get())
                    .orElseThrow(() -> new NoSuchElementException("no machine " + machine.get() + " is known here"));
            return new Report("millrace-machine-" + fileName(machine.get()), machine(history));
        }
        return new Report("millrace-plant.html", plant());
    }

    /** Nothing of an id that a header or a file system would take for something else. */
    private static String fileName(String id) {
        String safe = id.replaceAll("[^A-Za-z0-9._-]", "_");
        return safe.substring(0, Math.min(60, safe.length())) + ".html";
    }

    private Html begin(String title) {
        var html = new Html();
        html.raw(
                        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n")
                .element("title", title)
                .raw("<style>")
                .raw(STYLE)
                .raw("</style>\n")
                .element("h1", title)
                .raw("<p class=\"quiet\">")
                .text("Written by the Millrace console at " + Html.time(clock.millis()) + "; plant time "
                        + Html.time(plant.nowMillis()) + (plant.live() ? "." : " (a replay)."))
                .raw("</p>\n");
        return html;
    }

    private String plant() {
        Html html = begin("Plant report");
        List<MachineCard> cards = plant.cards();
        html.raw("<p>");
        for (MachineState state : MachineState.values()) {
            long count = cards.stream().filter(card -> card.state() == state).count();
            html.text(count + " " + word(state) + (state == MachineState.NORMAL ? "" : " · "));
        }
        html.raw("</p>\n");
        alertTable(html, plant.alerts());
        html.element("h2", "Machines").raw("<table>");
        html.row("th", "Machine", "State", "Since", "Newest score / threshold", "Last reading");
        cards.stream()
                .sorted((left, right) -> left.state().compareTo(right.state()))
                .forEach(card -> html.row(
                        "td",
                        card.id(),
                        word(card.state()),
                        Html.time(card.sinceMillis()),
                        Html.figure(card.ratio()),
                        Html.time(card.lastMillis())));
        return html.raw("</table>\n").toString();
    }

    private String machine(MachineHistory machine) {
        Html html = begin("Machine " + machine.card().id());
        html.element(
                "p",
                "State: " + word(machine.card().state()) + ", newest score "
                        + Html.figure(machine.card().ratio()) + " times its threshold.");
        List<HistoryBucket> buckets = machine.history();
        if (!buckets.isEmpty()) {
            long[] starts =
                    buckets.stream().mapToLong(HistoryBucket::startMillis).toArray();
            figure(
                    html,
                    "Highest score / threshold in each two minutes",
                    new SvgChart(starts)
                            .line(
                                    buckets.stream()
                                            .mapToDouble(HistoryBucket::maxRatio)
                                            .toArray(),
                                    "observed")
                            .level(1));
        }
        String id = machine.card().id();
        alertTable(
                html,
                plant.alerts().stream()
                        .filter(alert -> alert.latest().getMachineId().equals(id))
                        .toList());
        depth(html, ExplanationDesk.aboutMachine(id));
        study(html, id, machine.rows().tail(240), WindowStudy.Window.NEWEST, "The last readings");
        return html.toString();
    }

    private String alert(AlertStory story) {
        Alert alert = story.latest();
        Html html = begin("Alert of machine " + alert.getMachineId());
        html.raw("<p><strong>").text(alert.getReason()).raw("</strong></p>\n<table>");
        long end = alert.getEndsAtMillis() == null ? plant.nowMillis() : alert.getEndsAtMillis();
        html.row("td", "Severity", alert.getSeverity())
                .row("td", "Status", alert.getStatus())
                .row("td", "Began", Html.time(alert.getStartsAtMillis()))
                .row("td", story.open() ? "Open for" : "Lasted", Html.duration(end - alert.getStartsAtMillis()))
                .row("td", "Highest score", Html.figure(alert.getErrorRatio()) + " times the threshold")
                .row("td", "Confidence", Html.figure(alert.getConfidence()))
                .row("td", "Data quality", alert.getDataQuality())
                .row(
                        "td",
                        "Model",
                        alert.getModelId() + " version " + alert.getModelVersion() + ", " + alert.getDetector())
                .row("td", "Alert id", alert.getAlertId())
                .raw("</table>\n");
        html.element("h2", "Which sensors")
                .raw("<table>")
                .row("th", "Sensor", "Share of the error", "Observed", "Expected");
        for (TopSensor sensor : alert.getTopSensors()) {
            html.row(
                    "td",
                    sensor.getSensor(),
                    String.format(Locale.ROOT, "%.0f %%", 100 * sensor.getContribution()),
                    Html.figure(sensor.getObserved()),
                    Html.figure(sensor.getExpected()));
        }
        html.raw("</table>\n");
        depth(html, ExplanationDesk.aboutAlert(story.id()));
        html.element("h2", "What people said").raw("<table>").row("th", "When", "Who", "Verdict", "Comment");
        for (AlertFeedback verdict : story.verdicts()) {
            html.row(
                    "td",
                    Html.time(verdict.getAtMillis()),
                    verdict.getBy(),
                    verdict.getVerdict(),
                    verdict.getComment());
        }
        html.raw("</table>\n")
                .element("h2", "Life")
                .raw("<table>")
                .row("th", "Event time", "Message", "Severity", "Score / threshold");
        for (AlertStory.Step step : story.steps()) {
            html.row(
                    "td",
                    Html.time(step.observedAtMillis()),
                    step.status(),
                    step.severity(),
                    Html.figure(step.errorRatio()));
        }
        html.raw("</table>\n");
        story.evidence()
                .ifPresent(evidence -> study(
                        html,
                        alert.getMachineId(),
                        evidence.rows(),
                        WindowStudy.Window.STRANGEST,
                        "The readings behind it"));
        return html.toString();
    }

    private void alertTable(Html html, List<AlertStory> alerts) {
        html.element("h2", alerts.size() + (alerts.size() == 1 ? " alert" : " alerts"))
                .raw("<table>");
        html.row("th", "Began", "Lasted", "Machine", "Severity", "Status", "Score / threshold", "Why", "Verdict");
        for (AlertStory story : alerts.subList(0, Math.min(MOST_ALERTS, alerts.size()))) {
            Alert alert = story.latest();
            long end = alert.getEndsAtMillis() == null ? plant.nowMillis() : alert.getEndsAtMillis();
            html.row(
                    "td",
                    Html.time(alert.getStartsAtMillis()),
                    Html.duration(end - alert.getStartsAtMillis()),
                    alert.getMachineId(),
                    alert.getSeverity(),
                    alert.getStatus(),
                    Html.figure(alert.getErrorRatio()),
                    alert.getReason(),
                    story.verdict().map(verdict -> verdict.getVerdict().name()).orElse("–"));
        }
        html.raw("</table>\n");
        if (alerts.size() > MOST_ALERTS) {
            html.element("p", "The " + MOST_ALERTS + " most urgent of " + alerts.size() + " are shown.");
        }
    }

    private void depth(Html html, String question) {
        explanations.look(question).explanation().ifPresent(deep -> DepthSection.write(html, deep));
    }

    private void study(Html html, String machineId, Rows rows, WindowStudy.Window which, String title) {
        html.element("h2", title);
        Optional<WindowStudy.Result> result =
                models.servingFor(machineId).map(model -> WindowStudy.of(model, machineId, rows, which));
        if (result.isEmpty() || result.get().study().isEmpty()) {
            html.element(
                    "p",
                    "What was expected is not known: "
                            + result.map(WindowStudy.Result::trouble)
                                    .orElse("no model on the topic serves this machine")
                            + ".");
            return;
        }
        WindowStudy study = result.get().study().get();
        html.element(
                "p",
                "Solid: observed. Dashed: expected by model " + study.modelId() + " version " + study.modelVersion()
                        + ". Band: how far every sensor may be off all along a window before the score reaches the threshold.");
        figure(
                html,
                "Score and threshold, reckoned anew from these rows",
                new SvgChart(study.timestamps())
                        .line(study.scores(), "observed")
                        .level(study.threshold()));
        for (SensorTrace trace : study.traces()) {
            String unit = trace.unit().isEmpty() ? "" : ", " + trace.unit();
            var chart = new SvgChart(study.timestamps())
                    .line(trace.observed(), "observed")
                    .line(trace.expected(), "expected");
            if (Double.isFinite(trace.bandHalfWidth())) {
                chart.band(
                        shifted(trace.expected(), -trace.bandHalfWidth()),
                        shifted(trace.expected(), trace.bandHalfWidth()));
            }
            figure(html, trace.sensor() + unit, chart);
        }
    }

    private static double[] shifted(double[] values, double by) {
        return Arrays.stream(values).map(value -> value + by).toArray();
    }

    private static void figure(Html html, String title, SvgChart chart) {
        html.raw("<figure>").element("figcaption", title);
        chart.writeTo(html, title);
        html.raw("</figure>\n");
    }

    private static String word(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }
}
