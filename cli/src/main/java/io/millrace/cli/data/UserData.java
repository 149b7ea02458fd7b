package io.millrace.cli.data;

import io.millrace.cli.BadInputException;
import io.millrace.cli.InputFiles;
import io.millrace.testdata.SimulatedFiles;
import io.millrace.training.series.CsvSeriesReader;
import io.millrace.training.series.NpySeriesReader;
import io.millrace.training.series.ParquetSeriesReader;
import io.millrace.training.series.RecordedSeries;
import io.millrace.training.series.Series;
import io.millrace.training.series.UnreadableSeriesException;
import io.millrace.training.suite.Cmapss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A file of the user's with what is known about it.
 *
 * @param file where it is
 * @param content one series per machine, rows in time order
 * @param labelsFrom where the labels come from, for people; empty where there are none
 * @param split how many of the first rows are for training
 */
public record UserData(Path file, RecordedSeries content, Optional<String> labelsFrom, TrainingSplit split) {

    private static final String ARRAY = ".npy";
    private static final String PARQUET = ".parquet";

    /**
     * @param labelFile NAB's label file; null to look for one beside the data when the file has no label column
     * @param trainRows as the user wants; empty to follow the customs of known data sets
     * @throws BadInputException if there is nothing to read or to train on
     */
    public static UserData read(Path file, CsvFields fields, Path labelFile, OptionalInt trainRows) throws IOException {
        RecordedSeries content = series(file, fields);
        Optional<String> labelsFrom = content.series().get(0).labels().map(labels -> "the file's label column");
        Optional<NabLabels> nab = labelFile != null
                ? Optional.of(NabLabels.read(InputFiles.readable(labelFile), file))
                : labelsFrom.isEmpty() ? NabLabels.findBeside(file) : Optional.empty();
        if (nab.isPresent()) {
            content = new RecordedSeries(
                    content.series().stream().map(nab.get()::mark).toList(),
                    content.rowsRead(),
                    content.rowsDropped(),
                    content.rowsReordered(),
                    content.ignoredColumns(),
                    content.syntheticTime());
            labelsFrom = Optional.of(nab.get().origin().toString());
        }
        int shortest = content.series().stream().mapToInt(Series::length).min().orElseThrow();
        TrainingSplit split = trainRows.isPresent()
                ? TrainingSplit.asWanted(trainRows.getAsInt(), shortest)
                : TrainingSplit.byCustom(file, shortest, nab.isPresent());
        return new UserData(file, content, labelsFrom, split);
    }

    /**
     * The series of a CSV or Parquet file, of a NumPy array called {@code MACHINE.npy}, or of a file of the C-MAPSS data.
     *
     * @throws BadInputException if the file cannot be read or holds no series
     */
    public static RecordedSeries series(Path file, CsvFields fields) throws IOException {
        String name = InputFiles.readable(file).getFileName().toString();
        try {
            if (name.endsWith(ARRAY)) {
                return NpySeriesReader.read(file, name.substring(0, name.length() - ARRAY.length()));
            }
            if (name.endsWith(PARQUET)) {
                return ParquetSeriesReader.read(file, fields.options());
            }
            return Cmapss.isOne(file) ? Cmapss.read(file) : CsvSeriesReader.read(file, fields.options());
        } catch (UnreadableSeriesException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }

    /** Whether a file that lies in a folder holds series to train on, by its name. */
    static boolean isForTraining(Path file) {
        String name = file.getFileName().toString();
        boolean table = name.endsWith(".csv") || name.endsWith(ARRAY) || name.endsWith(PARQUET);
        return (table && !name.equals(SimulatedFiles.FAULTS_FILE)) || Cmapss.isForTraining(file);
    }

    /** The rows to train on. */
    public List<Series> training() {
        return content.series().stream()
                .map(series -> series.head(split.rows()))
                .toList();
    }

    /** Middle distance between two rows of a machine, in milliseconds; at least 1. */
    public long intervalMillis() {
        long[] distances = content.series().stream()
                .flatMapToLong(series -> {
                    long[] times = series.timestamps();
                    long[] between = new long[Math.max(0, times.length - 1)];
                    Arrays.setAll(between, row -> times[row + 1] - times[row]);
                    return Arrays.stream(between);
                })
                .sorted()
                .toArray();
        return distances.length == 0 ? 1 : Math.max(1, distances[distances.length / 2]);
    }
}
