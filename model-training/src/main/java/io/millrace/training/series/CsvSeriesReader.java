package io.millrace.training.series;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads series from delimited text with a header line. The delimiter (comma, semicolon or tab) and the columns' meanings are found by
 * themselves, see {@link TableOptions}. Holds the whole file's numbers in memory.
 */
public final class CsvSeriesReader {

    private final Path file;
    private final TableOptions options;

    private CsvSeriesReader(Path file, TableOptions options) {
        this.file = file;
        this.options = options;
    }

    /**
     * @throws UnreadableSeriesException if the file is absent, no such table, or holds no usable row
     */
    public static RecordedSeries read(Path file, TableOptions options) throws IOException {
        return new CsvSeriesReader(file, options).read();
    }

    private RecordedSeries read() throws IOException {
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

    private RecordedSeries read(CSVParser records, char delimiter) throws IOException {
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
        requireHeader(header);
        List<String> first = record.toList();
        TableColumns columns = TableColumns.find(
                file,
                header,
                column -> TimestampParser.parseDate(first.get(column)).isPresent(),
                options);
        var table = new Rows(columns, delimiter == ';' ? ',' : '.');
        while (true) {
            table.add(record);
            if (!rows.hasNext()) {
                return table.toSeries();
            }
            record = rows.next();
            requireWidth(record, header);
        }
    }

    private void requireHeader(List<String> header) throws UnreadableSeriesException {
        var seen = new TreeSet<String>();
        for (int c = 0; c < header.size(); c++) {
            if (header.get(c).isEmpty()) {
                throw new UnreadableSeriesException(
                        file, "line 1: column " + (c + 1) + " has no name: give every column one");
            }
            if (!seen.add(header.get(c))) {
                throw new UnreadableSeriesException(
                        file, "line 1: column '" + header.get(c) + "' stands twice: rename one");
            }
        }
        boolean numbersAlone = header.stream().allMatch(name -> !Double.isNaN(Cells.number(name, '.')));
        boolean counted =
                IntStream.range(0, header.size()).allMatch(c -> header.get(c).equals(Integer.toString(c)));
        if (numbersAlone && !counted) {
            throw new UnreadableSeriesException(
                    file, "line 1 holds numbers where column names were expected: put a header line above the data");
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

    /** Finds out which columns hold text, and hands the numbers on. */
    private final class Rows {

        private final TableColumns columns;
        private final char decimalPoint;
        private final SeriesTable table;
        private final boolean[] text; // [candidates], columns whose first value is no number
        private final boolean[] known; // [candidates], columns that have shown a value

        Rows(TableColumns columns, char decimalPoint) {
            this.columns = columns;
            this.decimalPoint = decimalPoint;
            this.table = new SeriesTable(file, columns);
            this.text = new boolean[columns.sensors().size()];
            this.known = new boolean[columns.sensors().size()];
        }

        void add(CSVRecord record) throws UnreadableSeriesException {
            var values = new double[text.length];
            for (int s = 0; s < values.length; s++) {
                values[s] = text[s] ? Double.NaN : value(record, s);
            }
            Optional<String> machine = columns.machine().isPresent()
                    ? Optional.of(record.get(columns.machine().getAsInt()))
                    : Optional.empty();
            table.add(machine, timestamp(record), values, mark(record));
        }

        RecordedSeries toSeries() throws UnreadableSeriesException {
            return table.toSeries();
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

        private OptionalLong timestamp(CSVRecord record) throws UnreadableSeriesException {
            if (columns.time().isEmpty()) {
                return OptionalLong.empty();
            }
            int column = columns.time().getAsInt();
            String cell = record.get(column);
            OptionalLong millis = TimestampParser.parse(cell);
            if (millis.isEmpty()) {
                throw bad(
                        record,
                        column,
                        "expected a timestamp such as 2024-05-31 23:59:00 or epoch milliseconds",
                        cell,
                        "repair it, or name another column with --time-field");
            }
            return millis;
        }

        private Mark mark(CSVRecord record) throws UnreadableSeriesException {
            if (columns.fault().isPresent()) {
                return Mark.ofName(record.get(columns.fault().getAsInt()));
            }
            if (columns.label().isEmpty()) {
                return Mark.NORMAL;
            }
            int column = columns.label().getAsInt();
            String cell = record.get(column);
            return Cells.mark(cell)
                    .map(Mark::of)
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
    }
}
