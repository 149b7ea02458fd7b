package io.millrace.training.crossval;

import java.util.LinkedHashMap;
import java.util.Map;

/** How good predictions are. Where nothing was predicted or nothing was there, precision and recall are 0. */
final class Figures {

    private Figures() {}

    /** Rows of each true class by predicted class, [true][predicted]. */
    static long[][] confusion(int[] truth, int[] predicted, int classes) {
        var confusion = new long[classes][classes];
        for (int r = 0; r < truth.length; r++) {
            confusion[truth[r]][predicted[r]]++;
        }
        return confusion;
    }

    /** Of two classes precision, recall and F1 are the second one's, of several the means over all classes that the truth has. */
    static Map<String, Double> ofClasses(long[][] confusion) {
        int classes = confusion.length;
        long total = 0;
        long right = 0;
        int present = 0;
        double precisions = 0;
        double recalls = 0;
        double f1s = 0;
        var own = new double[classes][];
        for (int k = 0; k < classes; k++) {
            long is = 0;
            long said = 0;
            for (int other = 0; other < classes; other++) {
                is += confusion[k][other];
                said += confusion[other][k];
            }
            total += is;
            right += confusion[k][k];
            double precision = said == 0 ? 0 : (double) confusion[k][k] / said;
            double recall = is == 0 ? 0 : (double) confusion[k][k] / is;
            own[k] = new double[] {precision, recall, f1(precision, recall)};
            if (is > 0) {
                present++;
                precisions += precision;
                recalls += recall;
                f1s += own[k][2];
            }
        }
        var figures = new LinkedHashMap<String, Double>();
        figures.put("accuracy", (double) right / total);
        figures.put("precision", classes == 2 ? own[1][0] : precisions / present);
        figures.put("recall", classes == 2 ? own[1][1] : recalls / present);
        figures.put("F1", classes == 2 ? own[1][2] : f1s / present);
        figures.put("macro F1", f1s / present);
        return figures;
    }

    private static double f1(double precision, double recall) {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    static Map<String, Double> ofValues(double[] truth, double[] predicted) {
        double mean = 0;
        for (double value : truth) {
            mean += value / truth.length;
        }
        double squares = 0;
        double spread = 0;
        double absolute = 0;
        for (int r = 0; r < truth.length; r++) {
            double error = predicted[r] - truth[r];
            squares += error * error;
            absolute += Math.abs(error);
            spread += (truth[r] - mean) * (truth[r] - mean);
        }
        var figures = new LinkedHashMap<String, Double>();
        figures.put("R²", spread == 0 ? Double.NaN : 1 - squares / spread);
        figures.put("MAE", absolute / truth.length);
        figures.put("RMSE", Math.sqrt(squares / truth.length));
        return figures;
    }
}
