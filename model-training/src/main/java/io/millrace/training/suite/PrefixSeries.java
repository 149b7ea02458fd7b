package io.millrace.training.suite;

import io.millrace.detection.quality.Interval;
import io.millrace.training.series.CsvSeriesReader;
import io.millrace.training.series.Series;
import io.millrace.training.series.TableOptions;
import io.millrace.training.series.UnreadableSeriesException;
import java.io.IOException;
import java.nio.file.Path;

/** Suites of CSV files whose first rows are for training. */
final class PrefixSeries {

    private PrefixSeries() {}

    /** The one series of a file. */
    static Series read(Path file, TableOptions options) throws IOException {
        return CsvSeriesReader.read(file, options).series().get(0);
    }

    static SuiteSeries of(Path file, String name, String group, Series series, int trainRows) throws IOException {
        if (trainRows < 1 || trainRows >= series.length()) {
            throw new UnreadableSeriesException(
                    file,
                    "expected %d training rows and more to score, found %d rows".formatted(trainRows, series.length()));
        }
        boolean[] labels = series.labels()
                .orElseThrow(() -> new IllegalArgumentException(file + ": expected a label column, found none"));
        return new SuiteSeries(name, group, series.head(trainRows), series, true, Interval.fromLabels(labels));
    }
}
