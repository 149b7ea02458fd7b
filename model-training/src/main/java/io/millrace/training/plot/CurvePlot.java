package io.millrace.training.plot;

import io.millrace.detection.quality.ConfusionMatrix;
import io.millrace.detection.quality.OperatingCurve;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** What every threshold would give. */
public final class CurvePlot {

    private static final int SIZE = 520;
    private static final int MOST_POINTS = 2_000;

    private CurvePlot() {}

    /** Precision against recall. */
    public static byte[] precisionRecall(OperatingCurve curve, ConfusionMatrix chosen, String title) {
        XYChart chart = square(
                title + ": precision and recall",
                "recall (share of anomalous rows)",
                "precision (share of alarmed rows)");
        int step = Math.max(1, curve.size() / MOST_POINTS);
        int points = (curve.size() + step - 1) / step + 1;
        var x = new double[points]; // from recall 0 on, with the strictest threshold's precision
        var y = new double[points];
        y[0] = curve.at(0).precision();
        for (int p = 1; p < points; p++) {
            ConfusionMatrix at = curve.at(Math.min(curve.size() - 1, (p - 1) * step));
            x[p] = at.recall();
            y[p] = at.precision();
        }
        Look.line(chart, "any threshold, area %.3f".formatted(curve.aucPr()), x, y, Look.SCORE);
        point(chart, chosen.recall(), chosen.precision());
        return Png.of(List.of(chart));
    }

    /** Detection rate against false-alarm rate. */
    public static byte[] roc(OperatingCurve curve, ConfusionMatrix chosen, String title) {
        XYChart chart = square(
                title + ": ROC", "false-alarm rate (share of normal rows)", "detection rate (share of anomalous rows)");
        int step = Math.max(1, curve.size() / MOST_POINTS);
        int points = (curve.size() + step - 1) / step + 2;
        var x = new double[points];
        var y = new double[points];
        for (int p = 1; p < points - 1; p++) {
            ConfusionMatrix at = curve.at(Math.min(curve.size() - 1, (p - 1) * step));
            x[p] = at.falseAlarmRate();
            y[p] = at.recall();
        }
        x[points - 1] = 1;
        y[points - 1] = 1;
        Look.line(chart, "any threshold, area %.3f".formatted(curve.aucRoc()), x, y, Look.SCORE);
        Look.line(chart, "chance", new double[] {0, 1}, new double[] {0, 1}, Look.QUIET);
        point(chart, chosen.falseAlarmRate(), chosen.recall());
        return Png.of(List.of(chart));
    }

    private static XYChart square(String title, String x, String y) {
        XYChart chart = Look.chart(SIZE, SIZE, title, x, y);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.02);
        chart.getStyler().setXAxisDecimalPattern("0.0").setYAxisDecimalPattern("0.0");
        return chart;
    }

    private static void point(XYChart chart, double x, double y) {
        XYSeries chosen = chart.addSeries("label-free alarms", new double[] {x}, new double[] {y});
        chosen.setMarkerColor(Look.THRESHOLD);
        chosen.setLineColor(Look.THRESHOLD);
    }
}
