package io.millrace.console.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A small line chart over time as SVG: lines, one band, one level. Values that are not finite leave a hole. */
final class SvgChart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 170;
    private static final int LEFT = 64;
    private static final int BOTTOM = 22;
    private static final int TOP = 10;

    private final long[] times;
    private final List<Line> lines = new ArrayList<>();
    private double[] bandLow = {};
    private double[] bandHigh = {};
    private double level = Double.NaN;

    private record Line(double[] values, String style) {}

    /** @param times event times, rising, [points] */
    SvgChart(long[] times) {
        this.times = times;
    }

    /** @param style class of the report's style sheet */
    SvgChart line(double[] values, String style) {
        lines.add(new Line(values, style));
        return this;
    }

    SvgChart band(double[] low, double[] high) {
        bandLow = low;
        bandHigh = high;
        return this;
    }

    /** A level across, such as a threshold. */
    SvgChart level(double value) {
        level = value;
        return this;
    }

    /** @param title for those who hear the page; from anywhere */
    void writeTo(Html html, String title) {
        double low = finite().min().orElse(0);
        double high = finite().max().orElse(1);
        double margin = high > low ? 0.06 * (high - low) : 1;
        low = low >= 0 ? Math.max(0, low - margin) : low - margin; // what is never negative must not look so
        high += margin;
        html.raw("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\"")
                .text(title)
                .raw("\">");
        if (bandLow.length > 0) {
            band(html, low, high);
        }
        if (Double.isFinite(level)) {
            html.raw("<path class=\"level\" d=\"M" + LEFT + " " + y(level, low, high) + " H" + WIDTH + "\"/>");
        }
        for (Line line : lines) {
            html.raw("<path class=\"" + line.style() + "\" d=\"" + path(line.values(), low, high) + "\"/>");
        }
        axes(html, low, high);
        html.raw("</svg>\n");
    }

    private DoubleStream finite() {
        DoubleStream all = DoubleStream.of(level);
        for (Line line : lines) {
            all = DoubleStream.concat(all, DoubleStream.of(line.values()));
        }
        return all.filter(Double::isFinite);
    }

    private void axes(Html html, double low, double high) {
        html.raw("<path class=\"axis\" d=\"M" + LEFT + " " + TOP + " V" + (HEIGHT - BOTTOM) + " H" + WIDTH + "\"/>");
        html.raw("<text x=\"" + (LEFT - 6) + "\" y=\"" + (TOP + 8) + "\" text-anchor=\"end\">")
                .text(Html.figure(high))
                .raw("</text><text x=\"" + (LEFT - 6) + "\" y=\"" + (HEIGHT - BOTTOM) + "\" text-anchor=\"end\">")
                .text(Html.figure(low))
                .raw("</text>");
        if (times.length > 0) {
            html.raw("<text x=\"" + LEFT + "\" y=\"" + (HEIGHT - 6) + "\">")
                    .text(Html.time(times[0]))
                    .raw("</text><text x=\"" + WIDTH + "\" y=\"" + (HEIGHT - 6) + "\" text-anchor=\"end\">")
                    .text(Html.time(times[times.length - 1]))
                    .raw("</text>");
        }
    }

    private void band(Html html, double low, double high) {
        var path = new StringBuilder();
        for (int i = 0; i < times.length; i++) {
            if (Double.isFinite(bandHigh[i])) {
                path.append(path.isEmpty() ? "M" : " L").append(point(i, bandHigh[i], low, high));
            }
        }
        for (int i = times.length - 1; i >= 0; i--) {
            if (Double.isFinite(bandLow[i])) {
                path.append(" L").append(point(i, bandLow[i], low, high));
            }
        }
        if (!path.isEmpty()) {
            html.raw("<path class=\"band\" d=\"" + path + " Z\"/>");
        }
    }

    private String path(double[] values, double low, double high) {
        var path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                path.append(drawing ? " L" : " M").append(point(i, values[i], low, high));
            }
            drawing = Double.isFinite(values[i]);
        }
        return path.toString();
    }

    private String point(int i, double value, double low, double high) {
        long span = Math.max(1, times[times.length - 1] - times[0]);
        double x = LEFT + (WIDTH - LEFT) * (double) (times[i] - times[0]) / span;
        return String.format(Locale.ROOT, "%.1f %s", x, y(value, low, high));
    }

    private static String y(double value, double low, double high) {
        double share = Math.max(0, Math.min(1, (value - low) / (high - low)));
        return String.format(Locale.ROOT, "%.1f", HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP));
    }
}
