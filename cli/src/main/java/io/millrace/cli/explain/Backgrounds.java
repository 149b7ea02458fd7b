package io.millrace.cli.explain;

import io.millrace.cli.BadInputException;
import io.millrace.cli.data.CsvFields;
import io.millrace.cli.data.ModelRows;
import io.millrace.cli.data.UserData;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.explain.Background;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Healthy rows of a file of the user's. */
final class Backgrounds {

    private Backgrounds() {}

    /**
     * @param rows only so many first rows of each machine
     * @param windows at most
     * @throws BadInputException if the file cannot be read or holds no window of healthy rows
     */
    static Background of(Path file, CsvFields fields, int rows, ModelArtefact artefact, int windows)
            throws IOException {
        var healthy = new ArrayList<double[][]>();
        long kept = 0;
        long labelled = 0;
        for (Series whole : UserData.series(file, fields).series()) {
            Series series = whole.head(rows);
            double[][] values = ModelRows.of(series, artefact, file);
            boolean[] labels = series.labels().orElse(new boolean[series.length()]);
            for (double[][] run : healthyRuns(values, labels)) {
                healthy.add(run);
                kept += run.length;
            }
            labelled += series.length();
        }
        String origin = file + " (" + Text.count(kept, "row")
                + (labelled > kept ? ", " + (labelled - kept) + " labelled anomalous left out" : "") + ")";
        try {
            return Background.sample(healthy, artefact.ringRows(), windows, origin);
        } catch (IllegalArgumentException tooShort) {
            throw new BadInputException(tooShort.getMessage(), tooShort);
        }
    }

    /** Rows between those that are labelled anomalous. */
    private static List<double[][]> healthyRuns(double[][] values, boolean[] labels) {
        var runs = new ArrayList<double[][]>();
        int first = 0;
        for (int r = 0; r <= values.length; r++) {
            if (r == values.length || labels[r]) {
                if (r > first) {
                    runs.add(Arrays.copyOfRange(values, first, r));
                }
                first = r + 1;
            }
        }
        return runs;
    }
}
