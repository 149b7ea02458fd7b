package io.millrace.training.plot;

import io.millrace.training.network.TrainingCurve;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;

/** How the networks of a run learnt: the median over the series, and the range in which nine of ten lie. */
public final class LossPlot {

    private LossPlot() {}

    /** @param curves epochs by series, at least one series with epochs */
    public static byte[] of(Map<String, List<TrainingCurve.Epoch>> curves) {
        int most = curves.values().stream().mapToInt(List::size).max().orElseThrow();
        var x = new double[most];
        var training = new double[most];
        var validation = new double[most];
        var high = new double[most];
        for (int e = 0; e < most; e++) {
            int epoch = e;
            x[e] = e + 1;
            // a series that stopped early keeps its last error
            training[e] = quantile(curves, epoch, 0.5, true);
            validation[e] = quantile(curves, epoch, 0.5, false);
            high[e] = quantile(curves, epoch, 0.9, false);
        }
        XYChart chart = Look.chart(
                900,
                380,
                "Training loss of " + curves.size() + " series",
                "epoch",
                "mean squared error (scaled units²)");
        chart.getStyler().setYAxisLogarithmic(true);
        Look.line(chart, "training, median", x, training, Look.SCORE);
        Look.line(chart, "validation, median", x, validation, Look.THRESHOLD);
        Look.line(chart, "validation, 90 % of the series below", x, high, Look.QUIET);
        return Png.of(List.of(chart));
    }

    private static double quantile(
            Map<String, List<TrainingCurve.Epoch>> curves, int epoch, double q, boolean training) {
        double[] errors = curves.values().stream()
                .filter(curve -> !curve.isEmpty())
                .map(curve -> curve.get(Math.min(epoch, curve.size() - 1)))
                .mapToDouble(at -> training ? at.trainingError() : at.validationError())
                .sorted()
                .toArray();
        return Math.max(1e-9, errors[(int) (q * (errors.length - 1))]); // the axis is logarithmic
    }
}
