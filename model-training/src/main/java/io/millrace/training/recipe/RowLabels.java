package io.millrace.training.recipe;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.training.pipeline.Calibration;
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

    /** 1 for an anomalous row, else 0. */
    List<float[]> targets() {
        return series.stream().map(RowLabels::targets).toList();
    }

    private static float[] targets(boolean[] rows) {
        var targets = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            targets[r] = rows[r] ? 1 : 0;
        }
        return targets;
    }

    /**
     * How much of its life a machine has used up at each row, of series that end with its failure: 1 − min(rows left, life)/life.
     *
     * @param life rows, ≥ 1
     */
    static List<float[]> usedLife(TrainingRows rows, int life) {
        var all = new ArrayList<float[]>();
        for (int s = 0; s < rows.series().size(); s++) {
            var used = new float[rows.rows(s)];
            for (int r = 0; r < used.length; r++) {
                used[r] = 1 - (float) Math.min(used.length - 1 - r, life) / life;
            }
            all.add(used);
        }
        return all;
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

    /** Without the first rows of every series. */
    RowLabels from(int row) {
        return new RowLabels(series.stream()
                .map(rows -> Arrays.copyOfRange(rows, Math.min(row, rows.length), rows.length))
                .toList());
    }

    /**
     * Of each series the scores of windows without an anomalous row.
     *
     * @param scores of every window of these rows, per series [windows]
     * @param steps rows of a window
     * @throws IllegalArgumentException if every window has one
     */
    List<double[]> healthy(List<double[]> scores, int steps) {
        var healthy = new ArrayList<double[]>();
        for (int s = 0; s < scores.size(); s++) {
            healthy.add(Calibration.healthy(scores.get(s), series.get(s), steps));
        }
        Calibration.requireHealthy(healthy.stream().mapToLong(own -> own.length).sum());
        return healthy;
    }

    /** All series one after the other. */
    boolean[] joined() {
        var all = new boolean[series.stream().mapToInt(rows -> rows.length).sum()];
        int at = 0;
        for (boolean[] rows : series) {
            System.arraycopy(rows, 0, all, at, rows.length);
            at += rows.length;
        }
        return all;
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
