package io.millrace.training.suite;

import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.series.Series;
import io.millrace.training.series.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Skoltech anomaly benchmark: a water circulation test bed at 1 Hz. Each file's first 400 rows are normal and for training, as the
 * benchmark's leaderboard has it.
 *
 * <p>Source: I. D. Katser, V. O. Kozitsin, "Skoltech Anomaly Benchmark (SKAB)", Kaggle, 2020.
 */
final class Skab {

    private static final int TRAIN_ROWS = 400;

    private Skab() {}

    static List<SuiteSeries> read(Path datasets) throws IOException {
        var all = new ArrayList<SuiteSeries>();
        Path home = datasets.resolve("skab");
        for (Path file : Suite.files(home, ".csv")) {
            if (file.getParent().getFileName().toString().equals("anomaly-free")) {
                continue;
            }
            Series series = withoutChangepoint(PrefixSeries.read(file, TableOptions.AUTOMATIC));
            String name = home.relativize(file).toString();
            all.add(PrefixSeries.of(
                    file, name.substring(0, name.length() - ".csv".length()), "SKAB", series, TRAIN_ROWS));
        }
        return all;
    }

    /** The column {@code changepoint} is a second label, no sensor. */
    private static Series withoutChangepoint(Series series) {
        int label = series.layout().indexOf("changepoint");
        if (label < 0) {
            return series;
        }
        int[] kept = IntStream.range(0, series.layout().size())
                .filter(j -> j != label)
                .toArray();
        var rows = new double[series.length()][];
        for (int r = 0; r < rows.length; r++) {
            double[] row = series.rows()[r];
            rows[r] = IntStream.of(kept).mapToDouble(j -> row[j]).toArray();
        }
        var layout = new SensorLayout(
                IntStream.of(kept).mapToObj(j -> series.layout().sensor(j)).toList());
        return new Series(series.machineId(), layout, series.timestamps(), rows, series.labels());
    }
}
