package io.millrace.training.series;

import io.millrace.detection.reading.SensorLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Gathers the rows of one file by machine, and makes series of them. Not thread-safe. */
final class SeriesTable {

    private static final long SYNTHETIC_STEP_MILLIS = 1_000;

    private final Path file;
    private final TableColumns columns;
    private final long[] unusable; // [candidates], values missing or infinite
    private final Map<String, List<Row>> machines = new LinkedHashMap<>();
    private long rows;

    /** @param file names the machine where no column does */
    SeriesTable(Path file, TableColumns columns) {
        this.file = file;
        this.columns = columns;
        this.unusable = new long[columns.sensors().size()];
    }

    /** One row as read; the sensor values may still be missing. */
    private record Row(long timestamp, double[] values, Mark mark) {}

    /**
     * @param machine whose row it is; empty for a file that is one machine
     * @param timestamp epoch milliseconds; empty for a file without time
     * @param values [candidates], NaN where there is none; kept
     */
    void add(Optional<String> machine, OptionalLong timestamp, double[] values, Mark mark) {
        for (int s = 0; s < values.length; s++) {
            if (!Double.isFinite(values[s])) {
                unusable[s]++;
            }
        }
        List<Row> mine = machines.computeIfAbsent(machine.orElseGet(this::fileName), id -> new ArrayList<>());
        long time =
                timestamp.orElse(TimestampParser.SYNTHETIC_START.toEpochMilli() + SYNTHETIC_STEP_MILLIS * mine.size());
        mine.add(new Row(time, values, mark));
        rows++;
    }

    /** @throws UnreadableSeriesException if there is no sensor, or no row with a value of each */
    RecordedSeries toSeries() throws UnreadableSeriesException {
        var kept = new ArrayList<Integer>();
        var names = new ArrayList<String>();
        var ignored = new ArrayList<String>();
        for (int s = 0; s < unusable.length; s++) {
            String name = columns.header().get(columns.sensors().get(s));
            if (unusable[s] < rows) {
                kept.add(s);
                names.add(name);
            } else {
                ignored.add(name);
            }
        }
        if (kept.isEmpty()) {
            throw new UnreadableSeriesException(
                    file,
                    "has no numeric column, found " + columns.header()
                            + ": expected at least one sensor beside time, machine and label");
        }
        return toSeries(SensorLayout.ofNames(names), kept, ignored);
    }

    private RecordedSeries toSeries(SensorLayout layout, List<Integer> kept, List<String> ignored)
            throws UnreadableSeriesException {
        var series = new ArrayList<Series>();
        long usable = 0;
        long reordered = 0;
        for (var machine : machines.entrySet()) {
            List<Row> finite = machine.getValue().stream()
                    .map(row -> new Row(row.timestamp(), select(row.values(), kept), row.mark()))
                    .filter(row -> Arrays.stream(row.values()).allMatch(Double::isFinite))
                    .toList();
            reordered += falling(finite);
            usable += finite.size();
            if (!finite.isEmpty()) {
                series.add(toSeries(machine.getKey(), layout, finite));
            }
        }
        if (series.isEmpty()) {
            throw new UnreadableSeriesException(
                    file,
                    "has no row without a missing value; most are missing in column '" + emptiest(layout, kept)
                            + "': leave that column out with --sensors");
        }
        return new RecordedSeries(
                series, rows, rows - usable, reordered, ignored, columns.time().isEmpty());
    }

    private Series toSeries(String machineId, SensorLayout layout, List<Row> unordered) {
        List<Row> ordered = unordered.stream()
                .sorted(Comparator.comparingLong(Row::timestamp))
                .toList();
        var labels = new boolean[ordered.size()];
        for (int r = 0; r < labels.length; r++) {
            labels[r] = ordered.get(r).mark().anomalous();
        }
        boolean named = columns.fault().isPresent();
        return new Series(
                machineId,
                layout,
                ordered.stream().mapToLong(Row::timestamp).toArray(),
                ordered.stream().map(Row::values).toArray(double[][]::new),
                named || columns.label().isPresent() ? Optional.of(labels) : Optional.empty(),
                named
                        ? Optional.of(
                                ordered.stream().map(row -> row.mark().fault()).toArray(String[]::new))
                        : Optional.empty());
    }

    private String emptiest(SensorLayout layout, List<Integer> kept) {
        int worst = 0;
        for (int i = 1; i < kept.size(); i++) {
            worst = unusable[kept.get(i)] > unusable[kept.get(worst)] ? i : worst;
        }
        return layout.names().get(worst);
    }

    private static double[] select(double[] values, List<Integer> kept) {
        return kept.stream().mapToDouble(s -> values[s]).toArray();
    }

    private static long falling(List<Row> rows) {
        long count = 0;
        long latest = Long.MIN_VALUE;
        for (Row row : rows) {
            count += row.timestamp() < latest ? 1 : 0;
            latest = Math.max(latest, row.timestamp());
        }
        return count;
    }

    private String fileName() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
