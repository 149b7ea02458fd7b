package io.millrace.training.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which feature rows are anomalous, in step with the series of {@link io.millrace.detection.detector.TrainingRows}. Holds the caller's
 * arrays, which nobody may change afterwards.
 *
 * @param series one flag per feature row, [rows] each
 */
public record RowLabels(List<boolean[]> series) {

    public RowLabels {
        series = List.copyOf(series);
    }

    /** Anomalous rows, all series together. */
    public long anomalous() {
        long count = 0;
        for (boolean[] rows : series) {
            for (boolean row : rows) {
                count += row ? 1 : 0;
            }
        }
        return count;
    }

    /** The labels of {@link io.millrace.detection.detector.TrainingRows#head}. */
    public RowLabels head(double share) {
        var heads = new ArrayList<boolean[]>();
        for (boolean[] rows : series) {
            heads.add(Arrays.copyOf(rows, (int) (share * rows.length)));
        }
        return new RowLabels(heads);
    }

    /** The labels of {@link io.millrace.detection.detector.TrainingRows#tail}. */
    public RowLabels tail(double headShare, int lead) {
        var tails = new ArrayList<boolean[]>();
        for (boolean[] rows : series) {
            int from = Math.max(0, (int) (headShare * rows.length) - lead);
            tails.add(Arrays.copyOfRange(rows, from, rows.length));
        }
        return new RowLabels(tails);
    }
}
