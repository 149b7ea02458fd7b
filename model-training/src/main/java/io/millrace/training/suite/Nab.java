package io.millrace.training.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.detection.quality.Interval;
import io.millrace.training.series.Series;
import io.millrace.training.series.TableOptions;
import io.millrace.training.series.UnreadableSeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Numenta anomaly benchmark. Windows of labels stand in a file of their own, by time; the probationary first 15 % of a series (at most 750
 * rows) are for training.
 *
 * <p>Source: A. Lavin, S. Ahmad, "Evaluating Real-Time Anomaly Detection Algorithms – the Numenta Anomaly Benchmark", ICMLA 2015.
 */
final class Nab {

    private static final double PROBATION = 0.15;
    private static final int LONGEST_PROBATION = 750;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS]");

    private Nab() {}

    static List<SuiteSeries> read(Path datasets) throws IOException {
        Path home = datasets.resolve("nab");
        Path labelFile = home.resolve("labels").resolve("combined_windows.json");
        if (!Files.isRegularFile(labelFile)) {
            return List.of();
        }
        JsonNode windows = new ObjectMapper().readTree(labelFile.toFile());
        var all = new ArrayList<SuiteSeries>();
        for (Path file : Suite.files(home.resolve("data"), ".csv")) {
            String name = home.resolve("data").relativize(file).toString().replace('\\', '/');
            JsonNode known = windows.get(name);
            if (known != null) {
                all.add(series(file, name, known, labelFile));
            }
        }
        return all;
    }

    private static SuiteSeries series(Path file, String name, JsonNode windows, Path labelFile) throws IOException {
        Series unlabelled = PrefixSeries.read(file, TableOptions.AUTOMATIC);
        var labels = new boolean[unlabelled.length()];
        var truth = new ArrayList<Interval>();
        for (JsonNode window : windows) {
            long from = millis(labelFile, window.get(0).asText());
            long to = millis(labelFile, window.get(1).asText());
            int first = -1;
            int last = -1;
            for (int r = 0; r < labels.length; r++) {
                if (unlabelled.timestamps()[r] >= from && unlabelled.timestamps()[r] <= to) {
                    labels[r] = true;
                    first = first < 0 ? r : first;
                    last = r;
                }
            }
            if (first >= 0) {
                truth.add(new Interval(first, last));
            }
        }
        var series = new Series(
                unlabelled.machineId(),
                unlabelled.layout(),
                unlabelled.timestamps(),
                unlabelled.rows(),
                Optional.of(labels));
        int trainRows = Math.min((int) (PROBATION * series.length()), LONGEST_PROBATION);
        return new SuiteSeries(
                name.substring(0, name.length() - 4), "NAB", series.head(trainRows), series, true, truth);
    }

    private static long millis(Path file, String time) throws UnreadableSeriesException {
        try {
            return LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new UnreadableSeriesException(
                    file, "expected a time such as 2014-04-10 16:15:00, found '" + time + "'", e);
        }
    }
}
