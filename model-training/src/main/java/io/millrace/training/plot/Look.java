package io.millrace.training.plot;

import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One look for all pictures. The colours are told apart by people who do not see red and green (Okabe and Ito's). */
final class Look {

    static final Color SCORE = new Color(0x0072B2);
    static final Color THRESHOLD = new Color(0xD55E00);
    static final Color TRUTH = new Color(230, 159, 0, 90);
    static final Color ALARM = new Color(0, 158, 115, 150);
    static final Color QUIET = new Color(0x999999);

    /** From less than nothing over nothing to much. */
    static final Color[] DIVERGING = {SCORE, new Color(0xA6CBE3), Color.WHITE, new Color(0xF3BE92), THRESHOLD};

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private Look() {}

    static XYChart chart(int width, int height, String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        XYStyler styler = chart.getStyler();
        plain(styler);
        styler.setAxisTitleFont(TEXT).setAxisTickLabelsFont(TEXT);
        styler.setPlotGridLinesColor(new Color(0xE5E5E5));
        return chart;
    }

    static void plain(Styler styler) {
        styler.setChartTitleFont(TITLE).setLegendFont(TEXT);
        styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false).setLegendBorderColor(Color.WHITE).setChartTitleBoxVisible(false);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal);
    }

    /** Adds a line without markers. */
    static void line(XYChart chart, String name, double[] x, double[] y, Color colour) {
        chart.addSeries(name, x, y)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(colour)
                .setLineWidth(1.4f);
    }
}
