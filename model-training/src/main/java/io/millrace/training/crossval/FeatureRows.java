package io.millrace.training.crossval;

import io.millrace.detection.feature.EngineeredFeatures;
import io.millrace.detection.feature.FeaturePlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * A table's rows as the job's features see them: each row with the rows of its machine before it, never one after it. Before a machine's first row values are
 * missing.
 */
final class FeatureRows {

    private FeatureRows() {}

    /**
     * @param train rows whose states are known; a state that only others show is none
     * @return [rows][features]
     */
    static double[][] of(LearningTable table, int steps, int[] train) {
        var features =
                new EngineeredFeatures(FeaturePlan.of(steps, table.sensors().size(), codes(table, train)));
        int width = table.sensors().size() + table.states().size();
        var window = new float[steps * width];
        var rows = new double[table.rows()][features.size()];
        for (int r = 0; r < rows.length; r++) {
            if (r == 0 || !table.machines()[r].equals(table.machines()[r - 1])) {
                Arrays.fill(window, Float.NaN);
            }
            System.arraycopy(window, width, window, 0, window.length - width);
            System.arraycopy(table.values()[r], 0, window, window.length - width, width);
            features.compute(window, 0, width, rows[r]);
        }
        return rows;
    }

    private static List<float[]> codes(LearningTable table, int[] train) {
        var codes = new ArrayList<float[]>();
        for (int s = 0; s < table.states().size(); s++) {
            var seen = new TreeSet<Float>();
            for (int r : train) {
                float code = table.values()[r][table.sensors().size() + s];
                if (!Float.isNaN(code)) {
                    seen.add(code);
                }
            }
            var own = new float[seen.size()];
            int n = 0;
            for (float code : seen) {
                own[n++] = code;
            }
            codes.add(own);
        }
        return codes;
    }
}
