package io.millrace.training.suite;

import io.millrace.detection.quality.Interval;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.series.NpyArray;
import io.millrace.training.series.Series;
import io.millrace.training.series.UnreadableSeriesException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Suites of NumPy arrays with training, test and labels in three folders of equal file names: ASD and SMD. */
final class ServerArrays {

    /** 2020-01-01T00:00Z: these arrays carry no time, so their rows are given one, a minute apart. */
    private static final long FIRST_MILLIS = 1_577_836_800_000L;

    private static final long STEP_MILLIS = 60_000;

    private ServerArrays() {}

    static List<SuiteSeries> read(Path datasets, String folder, String group) throws IOException {
        Path home = datasets.resolve(folder);
        var all = new ArrayList<SuiteSeries>();
        for (Path file : Suite.files(home.resolve("test"), ".npy")) {
            String name = Suite.stem(file);
            NpyArray train = NpyArray.read(home.resolve("train").resolve(file.getFileName()));
            NpyArray test = NpyArray.read(file);
            Path labelFile = home.resolve("test_label").resolve(file.getFileName());
            boolean[] labels = NpyArray.read(labelFile).flags();
            if (labels.length != test.rows()) {
                throw new UnreadableSeriesException(
                        labelFile,
                        "expected %d labels, one per test row, found %d".formatted(test.rows(), labels.length));
            }
            all.add(new SuiteSeries(
                    name,
                    group,
                    series(file, name, train, Optional.empty()),
                    series(file, name, test, Optional.of(labels)),
                    false,
                    Interval.fromLabels(labels)));
        }
        return all;
    }

    /** An array as a series; sensors are called by their column, since nobody wrote down what they are. */
    static Series series(Path file, String machineId, NpyArray array, Optional<boolean[]> labels) throws IOException {
        for (int i = 0; i < array.values().length; i++) {
            if (!Double.isFinite(array.values()[i])) {
                throw new UnreadableSeriesException(
                        file,
                        "row %d, column %d holds %s: remove or fill it"
                                .formatted(i / array.columns(), i % array.columns(), array.values()[i]));
            }
        }
        var layout = SensorLayout.ofNames(
                IntStream.range(0, array.columns()).mapToObj(Integer::toString).toList());
        long[] timestamps = LongStream.range(0, array.rows())
                .map(row -> FIRST_MILLIS + row * STEP_MILLIS)
                .toArray();
        return new Series(machineId, layout, timestamps, array.matrix(), labels);
    }
}
