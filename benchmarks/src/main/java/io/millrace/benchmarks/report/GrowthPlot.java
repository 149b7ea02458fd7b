package io.millrace.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Cost of a reading against machines, sensors, steps and hidden units: four small charts, both axes logarithmic, and the fitted growth. */
final class GrowthPlot {

    private static final List<String> AXES = List.of("machines", "sensors", "steps", "hidden");
    private static final int WIDTH = 480;
    private static final int HEIGHT = 320;

    private GrowthPlot() {}

    static void write(JsonNode scale, Path png) throws IOException {
        System.setProperty("java.awt.headless", "true");
        List<XYChart> charts = new ArrayList<>();
        for (String axis : AXES) {
            charts.add(chart(scale, axis));
        }
        BitmapEncoder.saveBitmap(charts, 2, 2, png.toString(), BitmapFormat.PNG);
    }

    private static XYChart chart(JsonNode scale, String axis) {
        List<JsonNode> rows = Results.rows(scale, "rows")
                .filter(row -> row.get("axis").asText().equals(axis))
                .toList();
        JsonNode law = Results.rows(scale, "growth")
                .filter(row -> row.get("axis").asText().equals(axis))
                .findFirst()
                .orElseThrow();
        double[] x =
                rows.stream().mapToDouble(row -> row.get("value").asDouble()).toArray();
        double[] y = rows.stream()
                .mapToDouble(row -> Numbers.median(row, "cpuMicrosPerReading"))
                .toArray();
        var fitted = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            fitted[i] = law.get("factor").asDouble()
                    * Math.pow(x[i], law.get("exponent").asDouble());
        }
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("~ " + axis + "^" + Numbers.number(law.get("exponent")))
                .xAxisTitle(axis)
                .yAxisTitle("CPU µs per reading")
                .build();
        // an axis of less than a decade has no tick to label when it is logarithmic
        chart.getStyler().setXAxisLogarithmic(x[x.length - 1] >= 10 * x[0]);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(10.0);
        chart.getStyler().setYAxisMax(1000.0);
        chart.getStyler().setLegendVisible(false);
        chart.addSeries("measured", x, y).setMarker(SeriesMarkers.CIRCLE);
        chart.addSeries("fitted", x, fitted).setMarker(SeriesMarkers.NONE);
        return chart;
    }
}
