package io.millrace.training.plot;

import io.millrace.detection.quality.Interval;
import io.millrace.training.evaluate.SeriesEvaluation;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;

/** One sensor above, the causal score over its threshold below; truth and alarms shaded. */
public final class ScorePlot {

    private static final int WIDTH = 1100;
    private static final int SENSOR_HEIGHT = 230;
    private static final int SCORE_HEIGHT = 330;
    private static final double HIGHEST_RATIO = 10;

    private ScorePlot() {}

    /** The whole series. */
    public static byte[] of(SeriesEvaluation one) {
        return of(one, 0, one.series().scored().length() - 1, one.series().name());
    }

    /** Rows {@code from} to {@code to}, inclusive, cut to the series. */
    public static byte[] of(SeriesEvaluation one, int from, int to, String title) {
        int first = Math.max(0, from);
        int last = Math.min(one.series().scored().length() - 1, to);
        return Png.of(List.of(sensor(one, first, last, title), score(one, first, last)));
    }

    private static XYChart sensor(SeriesEvaluation one, int from, int to, String title) {
        int column = Math.max(0, one.series().scored().layout().indexOf(shown(one, from, to)));
        String name = one.series().scored().layout().sensor(column).name();
        String unit = one.series().scored().layout().sensor(column).unit();
        XYChart chart = Look.chart(
                WIDTH,
                SENSOR_HEIGHT,
                title + ": sensor " + name,
                "",
                unit.isEmpty() ? "value (no unit given)" : "value (" + unit + ")");
        double[] values = Arrays.stream(one.series().scored().rows())
                .mapToDouble(row -> row[column])
                .toArray();
        Envelope line = Envelope.of(values, from, to);
        double low = Arrays.stream(line.y()).min().orElse(0);
        double high = Arrays.stream(line.y()).max().orElse(1);
        double margin = high > low ? 0.05 * (high - low) : 1;
        chart.getStyler().setYAxisMin(low - margin).setYAxisMax(high + margin);
        range(chart, from, to);
        Bands.add(chart, "true anomaly", one.series().truth(), from, to, low - margin, high + margin, Look.TRUTH);
        Look.line(chart, "value", line.x(), line.y(), Look.QUIET);
        chart.getStyler().setLegendVisible(false);
        return chart;
    }

    /** The sensor that stands out most among those shown: of the first alarm in view, else the first that is scored. */
    private static String shown(SeriesEvaluation one, int from, int to) {
        return one.events().stream()
                .filter(event -> event.end() >= from && event.start() <= to)
                .flatMap(event -> event.topSensors().stream())
                .findFirst()
                .orElse(one.scored().sensors().get(0));
    }

    private static XYChart score(SeriesEvaluation one, int from, int to) {
        double[] ratios = one.ratios();
        for (int r = 0; r < ratios.length; r++) {
            ratios[r] = Math.min(HIGHEST_RATIO, ratios[r]);
        }
        Envelope line = Envelope.of(ratios, from, to);
        double top = Math.max(1.5, 1.05 * Arrays.stream(line.y()).max().orElse(1));
        XYChart chart = Look.chart(
                WIDTH,
                SCORE_HEIGHT,
                "",
                "row (" + interval(one) + " apart)",
                top > HIGHEST_RATIO ? "score / threshold (cut at 10)" : "score / threshold (1)");
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(top);
        range(chart, from, to);
        List<Interval> alarms = one.events().stream()
                .map(event -> new Interval(event.start(), event.end()))
                .toList();
        Bands.add(chart, "true anomaly", one.series().truth(), from, to, 0, top, Look.TRUTH);
        Bands.add(chart, "alarm", alarms, from, to, 0, 0.07 * top, Look.ALARM);
        Look.line(chart, "causal score", line.x(), line.y(), Look.SCORE);
        Look.line(chart, "threshold", new double[] {from, to}, new double[] {1, 1}, Look.THRESHOLD);
        return chart;
    }

    private static void range(XYChart chart, int from, int to) {
        chart.getStyler().setXAxisMin((double) from).setXAxisMax((double) Math.max(to, from + 1));
        chart.getStyler().setXAxisDecimalPattern("#,##0");
    }

    private static String interval(SeriesEvaluation one) {
        long[] times = one.series().scored().timestamps();
        long millis = times.length < 2 ? 0 : (times[times.length - 1] - times[0]) / (times.length - 1);
        return millis >= 60_000 ? millis / 60_000 + " min" : millis / 1_000.0 + " s";
    }
}
