package io.millrace.training.series;

import io.millrace.detection.reading.SensorLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Reads one machine's series from a NumPy array of [rows × sensors]. Sensors are called by their column, from 0; the rows are taken to be a
 * second apart, since such a file has no time.
 */
public final class NpySeriesReader {

    private static final long STEP_MILLIS = 1_000;

    private NpySeriesReader() {}

    /**
     * @param machineId whose rows these are
     * @throws UnreadableSeriesException if the file is absent, no such array, or holds no usable row
     */
    public static RecordedSeries read(Path file, String machineId) throws IOException {
        NpyArray array = NpyArray.read(file);
        double[][] whole = Arrays.stream(array.matrix())
                .filter(row -> Arrays.stream(row).allMatch(Double::isFinite))
                .toArray(double[][]::new);
        if (whole.length == 0) {
            throw new UnreadableSeriesException(
                    file,
                    "has no usable row: each of its %d rows holds a NaN or an infinite value; remove the column at fault"
                            .formatted(array.rows()));
        }
        var layout = SensorLayout.ofNames(
                IntStream.range(0, array.columns()).mapToObj(Integer::toString).toList());
        long[] timestamps =
                LongStream.range(0, whole.length).map(row -> row * STEP_MILLIS).toArray();
        var series = new Series(machineId, layout, timestamps, whole, Optional.empty());
        return new RecordedSeries(List.of(series), array.rows(), array.rows() - whole.length, 0, List.of(), true);
    }
}
