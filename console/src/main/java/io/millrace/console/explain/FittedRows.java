package io.millrace.console.explain;

import io.millrace.console.plant.Rows;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.Preprocessing;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rows of a machine as a model takes them: its sensors in its order, each value there, no long pause between them; the newest that are so.
 *
 * @param rows at least one window's, empty when there is trouble
 * @param trouble why there is no window, empty when there is one
 */
record FittedRows(Optional<Rows> rows, String trouble) {

    /** A pause of this many usual intervals starts the rows anew. */
    private static final int LONGEST_PAUSE = 20;

    /** @param rows in the order of time */
    static FittedRows of(ModelArtefact model, Rows rows) {
        Preprocessing preprocessing = model.preprocessing();
        Optional<String> missing = missingSensor(preprocessing, rows);
        if (missing.isPresent()) {
            return none("the readings have no sensor " + missing.get() + ", which model " + model.modelId() + " needs");
        }
        Rows usable = usable(arranged(rows, preprocessing.layout()), preprocessing);
        if (usable.count() < model.ringRows()) {
            return none("the window is filling: " + usable.count() + " whole rows without a long pause, model "
                    + model.modelId() + " needs " + model.ringRows());
        }
        return new FittedRows(Optional.of(usable), "");
    }

    private static FittedRows none(String why) {
        return new FittedRows(Optional.empty(), why);
    }

    private static Optional<String> missingSensor(Preprocessing preprocessing, Rows rows) {
        for (int c = 0; c < preprocessing.continuousSensors(); c++) {
            String name = preprocessing.layout().sensor(preprocessing.column(c)).name();
            if (!rows.sensors().contains(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** The same rows with the layout's columns. */
    private static Rows arranged(Rows rows, SensorLayout layout) {
        int[] from = layout.names().stream()
                .mapToInt(name -> rows.sensors().indexOf(name))
                .toArray();
        var values = new double[rows.count()][from.length];
        for (int r = 0; r < values.length; r++) {
            for (int j = 0; j < from.length; j++) {
                values[r][j] = from[j] < 0 ? Double.NaN : rows.values()[r][from[j]];
            }
        }
        return new Rows(layout.names(), rows.timestamps(), values);
    }

    /** The newest rows that have every value the model looks at, back to the last long pause. */
    private static Rows usable(Rows rows, Preprocessing preprocessing) {
        long usual = usualPause(rows.timestamps());
        int from = rows.count();
        while (from > 0
                && whole(rows.values()[from - 1], preprocessing)
                && (from == rows.count()
                        || rows.timestamps()[from] - rows.timestamps()[from - 1] <= LONGEST_PAUSE * usual)) {
            from--;
        }
        return rows.tail(rows.count() - from);
    }

    private static long usualPause(long[] timestamps) {
        var pauses = new long[Math.max(0, timestamps.length - 1)];
        for (int i = 0; i < pauses.length; i++) {
            pauses[i] = timestamps[i + 1] - timestamps[i];
        }
        Arrays.sort(pauses);
        return pauses.length == 0 ? 0 : pauses[pauses.length / 2];
    }

    private static boolean whole(double[] row, Preprocessing preprocessing) {
        for (int c = 0; c < preprocessing.continuousSensors(); c++) {
            if (Double.isNaN(row[preprocessing.column(c)])) {
                return false;
            }
        }
        if (preprocessing.stateInputs()) {
            for (int column : preprocessing.layout().columns(SensorRole.STATE)) {
                if (Double.isNaN(row[column])) {
                    return false;
                }
            }
        }
        return true;
    }
}
