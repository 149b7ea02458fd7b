package io.millrace.training.augment;

import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.List;

/** Pieces of recordings without a row that is labelled anomalous. */
public final class HealthyRuns {

    private HealthyRuns() {}

    /** The longest such pieces, in order; whole series where nobody knows of an anomaly. Rows are shared, not copied. */
    public static List<Series> of(List<Series> recordings) {
        var runs = new ArrayList<Series>();
        for (Series series : recordings) {
            boolean[] labels = series.labels().orElseGet(() -> new boolean[series.length()]);
            int from = 0;
            for (int r = 0; r <= labels.length; r++) {
                if (r == labels.length || labels[r]) {
                    if (r > from) {
                        runs.add(series.slice(from, r));
                    }
                    from = r + 1;
                }
            }
        }
        return runs;
    }
}
