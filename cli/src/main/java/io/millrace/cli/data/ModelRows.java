package io.millrace.cli.data;

import io.millrace.cli.BadInputException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.List;

/** A user's series as a model wants to see it. */
public final class ModelRows {

    private ModelRows() {}

    /**
     * Rows in the order of the model's sensors, [rows][sensors]; other columns are left out.
     *
     * @param source where the series comes from, for the message
     * @throws BadInputException if sensors are missing
     */
    public static double[][] of(Series series, ModelArtefact artefact, Object source) {
        List<String> wanted = artefact.preprocessing().layout().names();
        int[] columns = new int[wanted.size()];
        List<String> missing = new ArrayList<>();
        for (int j = 0; j < columns.length; j++) {
            columns[j] = series.layout().indexOf(wanted.get(j));
            if (columns[j] < 0) {
                missing.add(wanted.get(j));
            }
        }
        if (!missing.isEmpty()) {
            throw new BadInputException("model " + artefact.modelId() + " expects the sensors " + wanted + ", " + source
                    + " lacks " + missing + ": take a model of this layout, or rename the columns");
        }
        double[][] rows = new double[series.length()][columns.length];
        for (int row = 0; row < rows.length; row++) {
            for (int j = 0; j < columns.length; j++) {
                rows[row][j] = series.rows()[row][columns[j]];
            }
        }
        return rows;
    }
}
