package io.millrace.training.crossval;

import io.millrace.training.series.UnreadableSeriesException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Delimited text (comma, semicolon or tab) with a header, as words.
 *
 * @param file where it comes from
 * @param header names, [columns]
 * @param rows words, [rows][columns]
 */
record CsvTable(Path file, List<String> header, List<String[]> rows) {

    /** @throws UnreadableSeriesException if the file is absent or no such table */
    static CsvTable read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UnreadableSeriesException(file, "is no file: correct the path");
        }
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            text.mark(1 << 16);
            String first = text.readLine();
            if (first == null || first.isBlank()) {
                throw new UnreadableSeriesException(file, "is empty: expected a header line and rows");
            }
            text.reset();
            char delimiter = first.indexOf('\t') >= 0 ? '\t' : first.indexOf(';') >= 0 ? ';' : ',';
            CSVFormat format = CSVFormat.DEFAULT
                    .builder()
                    .setDelimiter(delimiter)
                    .setTrim(true)
                    .setIgnoreEmptyLines(true)
                    .get();
            try (CSVParser records = CSVParser.parse(text, format)) {
                return read(file, records);
            }
        } catch (CharacterCodingException e) {
            throw new UnreadableSeriesException(file, "is not UTF-8 text: convert it, or unpack it first", e);
        } catch (UncheckedIOException e) {
            throw new UnreadableSeriesException(
                    file, "is broken: " + e.getCause().getMessage(), e);
        }
    }

    private static CsvTable read(Path file, CSVParser records) throws IOException {
        List<String> header = null;
        var rows = new ArrayList<String[]>();
        for (CSVRecord record : records) {
            if (header == null) {
                header = record.toList();
            } else if (record.size() != header.size()) {
                throw new UnreadableSeriesException(
                        file,
                        "line %d has %d fields, the header has %d: repair the line"
                                .formatted(record.getRecordNumber(), record.size(), header.size()));
            } else {
                rows.add(record.values());
            }
        }
        if (rows.isEmpty()) {
            throw new UnreadableSeriesException(file, "has a header but no rows: add data");
        }
        return new CsvTable(file, header, rows);
    }

    boolean has(String name) {
        return header.contains(name);
    }

    /** @throws UnreadableSeriesException if there is no such column */
    int column(String name) throws IOException {
        int column = header.indexOf(name);
        if (column < 0) {
            throw new UnreadableSeriesException(file, "has no column '" + name + "', found " + header);
        }
        return column;
    }

    /** A number, NaN for an empty cell. */
    double number(int row, int column) throws IOException {
        String cell = rows.get(row)[column];
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new UnreadableSeriesException(
                    file,
                    "row %d, column '%s': expected a number, found '%s': repair it"
                            .formatted(row + 1, header.get(column), cell),
                    e);
        }
    }
}
