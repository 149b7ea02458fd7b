package io.millrace.training.plot;

import io.millrace.detection.explain.Attribution;
import io.millrace.detection.explain.SensorTrace;
import io.millrace.detection.explain.WindowExplanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;

/** A window's attribution over sensors and segments of time as a map, observed and expected courses of its top sensors below. */
public final class ExplanationPlot {

    private static final int WIDTH = 1000;
    private static final int ROW_HEIGHT = 34;
    private static final int MAP_MARGIN = 100;
    private static final int TRACE_HEIGHT = 210;
    private static final int MOST_SENSORS = 12;

    private ExplanationPlot() {}

    /**
     * @param title above it all
     * @param topSensors courses drawn at most
     */
    public static byte[] of(WindowExplanation explanation, String title, int topSensors) {
        var charts = new ArrayList<Chart<?, ?>>();
        charts.add(map(explanation.attribution(), title));
        int drawn = Math.min(topSensors, explanation.traces().size());
        for (int n = 0; n < drawn; n++) {
            charts.add(trace(explanation.traces().get(n), n == drawn - 1));
        }
        return Png.of(charts);
    }

    private static HeatMapChart map(Attribution attribution, String title) {
        List<Integer> shown = attribution.ranking().stream().limit(MOST_SENSORS).toList();
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(MAP_MARGIN + ROW_HEIGHT * Math.max(2, shown.size()))
                .title(title)
                .xAxisTitle("steps before the window's end; percent of the score beyond the background's")
                .build();
        Look.plain(chart.getStyler());
        // the scale says percent where there is a difference to speak of
        double whole = attribution.score() - attribution.backgroundScore();
        double percent = whole > 0 ? 100 / whole : 1;
        double largest = 1e-12;
        var cells = new ArrayList<Number[]>();
        var names = new ArrayList<String>();
        for (int y = 0; y < shown.size(); y++) {
            int sensor = shown.get(shown.size() - 1 - y); // the first sensor on top
            double[] values = attribution.values()[sensor];
            for (int x = 0; x < values.length; x++) {
                largest = Math.max(largest, Math.abs(percent * values[x]));
                cells.add(new Number[] {x, y, percent * values[x]});
            }
            names.add(String.format(
                    Locale.ROOT,
                    "%s  %+.0f",
                    attribution.sensors().get(sensor),
                    percent * attribution.sensorValues()[sensor]));
        }
        chart.getStyler().setRangeColors(Look.DIVERGING);
        chart.getStyler().setMin(-largest).setMax(largest); // white is nothing, whatever the window
        chart.getStyler().setShowValue(true).setValueFont(Look.TEXT).setHeatMapValueDecimalPattern("0.0");
        // the hint of the x axis decides how many names the y axis shows, too: all of them
        chart.getStyler()
                .setXAxisTickMarkSpacingHint(1)
                .setAxisTickLabelsFont(Look.TEXT)
                .setAxisTitleFont(Look.TEXT);
        chart.getStyler().setLegendVisible(false);
        List<String> segments =
                attribution.segments().stream().map(Attribution.Segment::label).toList();
        chart.addSeries("adds to the score", segments, names, cells);
        return chart;
    }

    private static XYChart trace(SensorTrace trace, boolean last) {
        int steps = trace.observed().length;
        XYChart chart = Look.chart(
                WIDTH,
                last ? TRACE_HEIGHT + 40 : TRACE_HEIGHT,
                trace.sensor(),
                last ? "steps before the window's end" : "",
                trace.unit().isEmpty() ? "value" : trace.unit());
        var x = new double[steps];
        for (int t = 0; t < steps; t++) {
            x[t] = t - steps + 1.0;
        }
        if (steps == 1) { // a point would not be seen
            Look.line(chart, "observed", new double[] {-0.5, 0.5}, twice(trace.observed()[0]), Look.SCORE);
            Look.line(chart, "expected", new double[] {-0.5, 0.5}, twice(trace.expected()[0]), Look.THRESHOLD);
        } else {
            Look.line(chart, "observed", x, trace.observed(), Look.SCORE);
            Look.line(chart, "expected", x, trace.expected(), Look.THRESHOLD);
        }
        chart.getStyler().setXAxisDecimalPattern("0").setLegendVisible(last);
        return chart;
    }

    private static double[] twice(double value) {
        return new double[] {value, value};
    }
}
