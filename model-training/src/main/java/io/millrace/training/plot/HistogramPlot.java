package io.millrace.training.plot;

import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** How a figure in [0, 1] is spread over series. */
public final class HistogramPlot {

    private static final int BINS = 10;

    private HistogramPlot() {}

    /** @param values in [0, 1], at least one */
    public static byte[] of(String figure, List<Double> values) {
        var counts = new double[BINS];
        for (double value : values) {
            counts[(int) Math.max(0, Math.min(BINS - 1, Math.floor(value * BINS)))]++;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(440)
                .height(300)
                .title(figure + " per series")
                .xAxisTitle(figure + " (from)")
                .yAxisTitle("series")
                .build();
        Look.plain(chart.getStyler());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0.0");
        chart.getStyler().setAvailableSpaceFill(0.95);
        var bins = new double[BINS];
        for (int b = 0; b < BINS; b++) {
            bins[b] = b / (double) BINS;
        }
        chart.addSeries(figure, bins, counts).setFillColor(Look.SCORE);
        return Png.of(List.of(chart));
    }
}
