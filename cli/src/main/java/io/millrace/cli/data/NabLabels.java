package io.millrace.cli.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.BadInputException;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The labels of the Numenta Anomaly Benchmark, which stand in one file beside all its series: windows of time by series.
 *
 * @param origin the label file
 * @param windows anomalous spans of the series, both ends inclusive, epoch milliseconds
 */
record NabLabels(Path origin, List<Window> windows) {

    private static final String USUAL_PLACE = "labels/combined_windows.json";
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("[' ']['T']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter();

    /** @param toMillis inclusive */
    record Window(long fromMillis, long toMillis) {}

    /** Labels of a file that lies where NAB puts it: {@code data/CATEGORY/FILE.csv} beside {@code labels/}. */
    static Optional<NabLabels> findBeside(Path file) throws IOException {
        Path category = file.toAbsolutePath().normalize().getParent();
        for (Path above = category;
                above != null && above.getNameCount() > category.getNameCount() - 3;
                above = above.getParent()) {
            Path candidate = above.resolve(USUAL_PLACE);
            if (Files.isRegularFile(candidate)) {
                JsonNode spans = parse(candidate).get(keyOf(file));
                return spans == null
                        ? Optional.empty()
                        : Optional.of(new NabLabels(candidate, windows(candidate, spans)));
            }
        }
        return Optional.empty();
    }

    /** @throws BadInputException if the label file does not know the series */
    static NabLabels read(Path labelFile, Path file) throws IOException {
        JsonNode spans = parse(labelFile).get(keyOf(file));
        if (spans == null) {
            throw new BadInputException(labelFile + " holds no labels of " + keyOf(file)
                    + ": expected that name among its keys; check --label-file");
        }
        return new NabLabels(labelFile, windows(labelFile, spans));
    }

    /**
     * The series with each row inside a window labelled as anomalous.
     *
     * @throws BadInputException if a window lies outside the series
     */
    Series mark(Series series) {
        long first = series.timestamps()[0];
        long last = series.timestamps()[series.length() - 1];
        for (Window window : windows) {
            if (window.toMillis() < first || window.fromMillis() > last || window.toMillis() < window.fromMillis()) {
                throw new BadInputException(origin + " labels " + Instant.ofEpochMilli(window.fromMillis()) + " to "
                        + Instant.ofEpochMilli(window.toMillis()) + " of " + series.machineId()
                        + ", which has rows from "
                        + Instant.ofEpochMilli(first) + " to " + Instant.ofEpochMilli(last)
                        + ": correct the labels, or take those of this file");
            }
        }
        boolean[] labels = new boolean[series.length()];
        for (int row = 0; row < labels.length; row++) {
            long time = series.timestamps()[row];
            labels[row] = windows.stream().anyMatch(window -> window.fromMillis() <= time && time <= window.toMillis());
        }
        return new Series(series.machineId(), series.layout(), series.timestamps(), series.rows(), Optional.of(labels));
    }

    private static String keyOf(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.getParent().getFileName() + "/" + absolute.getFileName();
    }

    private static JsonNode parse(Path labelFile) throws IOException {
        try {
            return new ObjectMapper().readTree(labelFile.toFile());
        } catch (JsonProcessingException e) {
            throw new BadInputException(labelFile + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static List<Window> windows(Path labelFile, JsonNode spans) {
        List<Window> windows = new ArrayList<>();
        for (JsonNode span : spans) {
            windows.add(new Window(millis(labelFile, span.path(0)), millis(labelFile, span.path(1))));
        }
        return windows;
    }

    private static long millis(Path labelFile, JsonNode time) {
        try {
            return LocalDateTime.parse(time.asText(), TIME)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new BadInputException(
                    labelFile + ": expected windows as pairs of times such as 2014-04-10 16:15:00, found " + time, e);
        }
    }
}
