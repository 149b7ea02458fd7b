package io.millrace.training.series;

import io.millrace.detection.reading.SensorLayout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads series from delimited text with a header line. The delimiter (comma, semicolon or tab) and the columns' meanings are found by
 * themselves, see {@link CsvOptions}. Holds the whole file's numbers in memory.
 */
public final class CsvSeriesReader {

    private static final int SYNTHETIC_STEP_MILLIS = 1_000;

    private final Path file;
    private final CsvOptions options;

    private CsvSeriesReader(Path file, CsvOptions options) {
        this.file = file;
        this.options = options;
    }

    /**
     * @throws UnreadableSeriesException if the file is absent, no such table, or holds no usable row
     */
    public static CsvSeries read(Path file, CsvOptions options) throws IOException {
        return new CsvSeriesReader(file, options).read();
    }

    private CsvSeries read() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UnreadableSeriesException(file, "is no file: correct the path");
        }
        char delimiter = delimiter();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (BufferedReader text = open();
                CSVParser records = CSVParser.parse(text, format)) {
            return read(records, delimiter);
        } catch (CharacterCodingException e) {
            throw new UnreadableSeriesException(file, "is not UTF-8 text: convert it, or unpack it first", e);
        } catch (NoSuchFileException e) {
            throw new UnreadableSeriesException(file, "is no file: correct the path", e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new UnreadableSeriesException(file, "is not UTF-8 text: convert it, or unpack it first", e);
            }
            throw new UnreadableSeriesException(
                    file, "is broken: " + e.getCause().getMessage(), e);
        }
    }

    /** The text after a byte order mark, if there is one. */
    private BufferedReader open() throws IOException {
        BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
        return text;
    }

    /** The candidate that the first line holds most of. */
    private char delimiter() throws IOException {
        String first;
        try (BufferedReader text = open()) {
            first = text.readLine();
        } catch (CharacterCodingException e) {
            throw new UnreadableSeriesException(file, "is not UTF-8 text: convert it, or unpack it first", e);
        }
        if (first == null) {
            throw new UnreadableSeriesException(file, "is empty: expected a header line and rows");
        }
        char best = ',';
        long most = 0;
        for (char candidate : new char[] {',', ';', '\t'}) {
            long count = first.chars().filter(c -> c == candidate).count();
            if (count > most) {
                best = candidate;
                most = count;
            }
        }
        return best;
    }

    private CsvSeries read(CSVParser records, char delimiter) throws IOException {
        var rows = records.iterator();
        if (!rows.hasNext()) {
            throw new UnreadableSeriesException(file, "is empty: expected a header line and rows");
        }
        List<String> header = rows.next().toList();
        if (!rows.hasNext()) {
            throw new UnreadableSeriesException(file, "has a header but no rows: add data");
        }
        CSVRecord record = rows.next();
        requireWidth(record, header);
        CsvColumns columns = CsvColumns.find(file, header, record.toList(), options);
        var table = new Table(columns, delimiter == ';' ? ',' : '.');
        while (true) {
            table.add(record);
            if (!rows.hasNext()) {
                return table.toSeries();
            }
            record = rows.next();
            requireWidth(record, header);
        }
    }

    private void requireWidth(CSVRecord record, List<String> header) throws UnreadableSeriesException {
        if (record.size() != header.size()) {
            throw new UnreadableSeriesException(
                    file,
                    "line %d has %d fields, the header has %d: repair the line"
                            .formatted(record.getRecordNumber(), record.size(), header.size()));
        }
    }

    /** One row as read; the sensor values may still be missing. */
    private record Row(long timestamp, double[] values, boolean anomalous) {}

    /** Gathers rows by machine. */
    private final class Table {

        private final CsvColumns columns;
        private final char decimalPoint;
        private final boolean[] text; // [candidates], columns whose first value is no number
        private final boolean[] known; // [candidates], columns that have shown a value
        private final long[] unusable; // [candidates], values missing or infinite
        private final Map<String, List<Row>> machines = new LinkedHashMap<>();
        private long rows;

        Table(CsvColumns columns, char decimalPoint) {
            int candidates = columns.sensors().size();
            this.columns = columns;
            this.decimalPoint = decimalPoint;
            this.text = new boolean[candidates];
            this.known = new boolean[candidates];
            this.unusable = new long[candidates];
        }

        void add(CSVRecord record) throws UnreadableSeriesException {
            var values = new double[text.length];
            for (int s = 0; s < values.length; s++) {
                values[s] = text[s] ? Double.NaN : value(record, s);
                if (!Double.isFinite(values[s])) {
                    unusable[s]++;
                }
            }
            String machine =
                    columns.machine().isPresent() ? record.get(columns.machine().getAsInt()) : fileName();
            List<Row> mine = machines.computeIfAbsent(machine, id -> new ArrayList<>());
            mine.add(new Row(timestamp(record, mine.size()), values, mark(record)));
            rows++;
        }

        private double value(CSVRecord record, int s) throws UnreadableSeriesException {
            int column = columns.sensors().get(s);
            String cell = record.get(column);
            double value = Cells.number(cell, decimalPoint);
            boolean isText = Double.isNaN(value) && !Cells.isMissing(cell);
            if (isText && (known[s] || columns.chosen())) {
                throw bad(
                        record, column, "expected a number", cell, "repair it, or leave the column out with --sensors");
            }
            text[s] = isText;
            known[s] |= !Double.isNaN(value);
            return value;
        }

        private long timestamp(CSVRecord record, int rowOfMachine) throws UnreadableSeriesException {
            if (columns.time().isEmpty()) {
                return TimestampParser.SYNTHETIC_START.toEpochMilli() + (long) SYNTHETIC_STEP_MILLIS * rowOfMachine;
            }
            int column = columns.time().getAsInt();
            String cell = record.get(column);
            var millis = TimestampParser.parse(cell);
            if (millis.isEmpty()) {
                throw bad(
                        record,
                        column,
                        "expected a timestamp such as 2024-05-31 23:59:00 or epoch milliseconds",
                        cell,
                        "repair it, or name another column with --time-field");
            }
            return millis.getAsLong();
        }

        private boolean mark(CSVRecord record) throws UnreadableSeriesException {
            if (columns.label().isEmpty()) {
                return false;
            }
            int column = columns.label().getAsInt();
            String cell = record.get(column);
            return Cells.mark(cell)
                    .orElseThrow(() -> bad(
                            record,
                            column,
                            "expected a label of 0 or 1",
                            cell,
                            "repair it, or name another column with --label-field"));
        }

        private UnreadableSeriesException bad(
                CSVRecord record, int column, String expected, String found, String remedy) {
            return new UnreadableSeriesException(
                    file,
                    "line %d, column '%s': %s, found '%s': %s"
                            .formatted(
                                    record.getRecordNumber(), columns.header().get(column), expected, found, remedy));
        }

        CsvSeries toSeries() throws UnreadableSeriesException {
            var kept = new ArrayList<Integer>();
            var names = new ArrayList<String>();
            var ignored = new ArrayList<String>();
            for (int s = 0; s < text.length; s++) {
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

        private CsvSeries toSeries(SensorLayout layout, List<Integer> kept, List<String> ignored)
                throws UnreadableSeriesException {
            var series = new ArrayList<Series>();
            long usable = 0;
            long reordered = 0;
            for (var machine : machines.entrySet()) {
                List<Row> finite = machine.getValue().stream()
                        .map(row -> new Row(row.timestamp(), select(row.values(), kept), row.anomalous()))
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
            return new CsvSeries(
                    series,
                    rows,
                    rows - usable,
                    reordered,
                    ignored,
                    columns.time().isEmpty());
        }

        private Series toSeries(String machineId, SensorLayout layout, List<Row> unordered) {
            List<Row> ordered = unordered.stream()
                    .sorted(java.util.Comparator.comparingLong(Row::timestamp))
                    .toList();
            var labels = new boolean[ordered.size()];
            for (int r = 0; r < labels.length; r++) {
                labels[r] = ordered.get(r).anomalous();
            }
            return new Series(
                    machineId,
                    layout,
                    ordered.stream().mapToLong(Row::timestamp).toArray(),
                    ordered.stream().map(Row::values).toArray(double[][]::new),
                    columns.label().isPresent() ? Optional.of(labels) : Optional.empty());
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
    }

    private String fileName() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
