package io.millrace.console.report;

import io.millrace.console.explain.AttributionTable;
import io.millrace.console.explain.AttributionTable.Cell;
import io.millrace.console.explain.DeepExplanation;
import io.millrace.console.explain.DeepWords;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The part of a report that explains a window at length, as the page does. */
final class DepthSection {

    /** Shades of cells, from the faintest. */
    static final String STYLE = shades("up", "179 38 30") + shades("down", "23 90 131");

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DepthSection() {}

    private static String shades(String direction, String colour) {
        var style = new StringBuilder();
        for (int shade = 1; shade <= AttributionTable.SHADES; shade++) {
            style.append(
                    String.format(Locale.ROOT, ".%s-%d{background:rgb(%s/%d%%)}", direction, shade, colour, 8 * shade));
        }
        return style.append('\n').toString();
    }

    static void write(Html html, DeepExplanation deep) {
        var words = new DeepWords(deep);
        html.element("h2", "Explained in depth").element("p", words.score().written(DepthSection::timeOfDay));
        table(html, AttributionTable.of(deep));
        html.element("h3", "A simple sum beside it")
                .element("p", words.surrogate())
                .element("h3", "What would have kept it normal")
                .element("p", words.counterfactual())
                .raw("<ul>");
        words.alternatives().forEach(alternative -> html.element("li", alternative));
        html.raw("</ul>\n<p class=\"quiet\">")
                .text(words.origin().written(Html::time))
                .raw("</p>\n");
    }

    private static void table(Html html, AttributionTable table) {
        html.element(
                        "p",
                        "What each sensor adds to the score, in multiples of the threshold, by part of the window (times"
                                + " are UTC); red: it makes the score higher, blue: lower.")
                .raw("<div class=\"scroll\"><table><tr>")
                .element("th", "Sensor")
                .element("th", "adds ±");
        table.parts().forEach(part -> html.element("th", timeOfDay(part.from()) + "–"));
        html.raw("</tr>\n");
        for (AttributionTable.Row row : table.rows()) {
            html.raw("<tr>").element("th", row.sensor()).element("td", row.adds());
            row.cells()
                    .forEach(cell -> html.raw("<td" + shade(cell) + ">")
                            .text(cell.text())
                            .raw("</td>"));
            html.raw("</tr>\n");
        }
        html.raw("</table></div>\n");
    }

    private static String shade(Cell cell) {
        return cell.shade() == 0
                ? ""
                : " class=\"" + (cell.shade() > 0 ? "up-" : "down-") + Math.abs(cell.shade()) + "\"";
    }

    private static String timeOfDay(long millis) {
        return TIME_OF_DAY.format(Instant.ofEpochMilli(millis));
    }
}
