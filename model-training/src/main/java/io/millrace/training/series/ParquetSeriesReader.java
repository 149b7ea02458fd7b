package io.millrace.training.series;

import io.millrace.training.parquet.BadParquetException;
import io.millrace.training.parquet.ParquetColumn;
import io.millrace.training.parquet.ParquetColumn.Kind;
import io.millrace.training.parquet.ParquetFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads series from a Parquet file. Columns of numbers are sensors; machine, time and label are found by their names as in text files, see
 * {@link TableOptions}, the time also by its type. Holds the file's numbers in memory.
 */
public final class ParquetSeriesReader {

    private final Path file;
    private final ParquetFile parquet;
    private final TableColumns columns;

    private ParquetSeriesReader(Path file, ParquetFile parquet, TableOptions options) throws IOException {
        this.file = file;
        this.parquet = parquet;
        this.columns = TableColumns.find(
                file,
                parquet.columns().stream().map(ParquetColumn::name).toList(),
                column -> parquet.columns().get(column).kind() == Kind.TIME,
                options);
    }

    /**
     * @throws UnreadableSeriesException if the file is absent, no such table, or holds no usable row
     */
    public static RecordedSeries read(Path file, TableOptions options) throws IOException {
        try (ParquetFile parquet = ParquetFile.open(file)) {
            if (parquet.rows() == 0) {
                throw new UnreadableSeriesException(file, "has columns but no rows: add data");
            }
            return new ParquetSeriesReader(file, parquet, options).read();
        } catch (NoSuchFileException e) {
            throw new UnreadableSeriesException(file, "is no file: correct the path", e);
        } catch (BadParquetException e) {
            throw new UnreadableSeriesException(file, e.getMessage(), e);
        }
    }

    private RecordedSeries read() throws IOException {
        var numbers = new ArrayList<double[]>(); // [candidates][rows], null for a column of something else
        for (int column : columns.sensors()) {
            ParquetColumn candidate = parquet.columns().get(column);
            if (candidate.kind() != Kind.NUMBER && columns.chosen()) {
                throw new UnreadableSeriesException(
                        file,
                        "column '%s' holds no numbers but %s: leave it out with --sensors"
                                .formatted(candidate.name(), candidate.kind()));
            }
            numbers.add(candidate.kind() == Kind.NUMBER ? parquet.numbers(candidate) : null);
        }
        Optional<String[]> machines = machines();
        Optional<long[]> times = times();
        Optional<Mark[]> marks = marks();
        var table = new SeriesTable(file, columns);
        for (int row = 0; row < parquet.rows(); row++) {
            int r = row;
            table.add(
                    machines.map(ids -> ids[r]),
                    times.isPresent() ? OptionalLong.of(times.get()[row]) : OptionalLong.empty(),
                    values(numbers, row),
                    marks.isPresent() ? marks.get()[row] : Mark.NORMAL);
        }
        return table.toSeries();
    }

    private static double[] values(List<double[]> numbers, int row) {
        var values = new double[numbers.size()];
        for (int s = 0; s < values.length; s++) {
            values[s] = numbers.get(s) == null ? Double.NaN : numbers.get(s)[row];
        }
        return values;
    }

    private Optional<String[]> machines() throws IOException {
        if (columns.machine().isEmpty()) {
            return Optional.empty();
        }
        ParquetColumn column = column(columns.machine());
        String[] ids = words(column, "expected text or whole numbers: name another column with --machine-field");
        for (int row = 0; row < ids.length; row++) {
            if (ids[row].isBlank()) {
                throw bad(row, column, "names no machine: fill it in, or name another column with --machine-field");
            }
        }
        return Optional.of(ids);
    }

    private Optional<long[]> times() throws IOException {
        if (columns.time().isEmpty()) {
            return Optional.empty();
        }
        ParquetColumn column = column(columns.time());
        String remedy = "repair it, or name another column with --time-field";
        long[] times;
        if (column.kind() == Kind.TIME) {
            times = parquet.times(column);
        } else {
            times = new long[(int) parquet.rows()];
            double[] numbers = column.kind() == Kind.NUMBER ? parquet.numbers(column) : null;
            String[] words = numbers == null ? words(column, "expected timestamps: " + remedy) : null;
            for (int row = 0; row < times.length; row++) {
                OptionalLong millis =
                        numbers == null ? TimestampParser.parse(words[row]) : TimestampParser.ofNumber(numbers[row]);
                times[row] = millis.orElse(Long.MIN_VALUE);
            }
        }
        for (int row = 0; row < times.length; row++) {
            if (times[row] == Long.MIN_VALUE) {
                throw bad(row, column, "holds no timestamp: " + remedy);
            }
        }
        return Optional.of(times);
    }

    private Optional<Mark[]> marks() throws IOException {
        if (columns.fault().isPresent()) {
            String[] names = words(column(columns.fault()), "expected names of faults: name another --fault-field");
            return Optional.of(Arrays.stream(names).map(Mark::ofName).toArray(Mark[]::new));
        }
        if (columns.label().isEmpty()) {
            return Optional.empty();
        }
        ParquetColumn column = column(columns.label());
        String remedy = "expected a label of 0 or 1: repair it, or name another column with --label-field";
        String[] words = words(column, remedy);
        var marks = new Mark[words.length];
        for (int row = 0; row < marks.length; row++) {
            Optional<Boolean> mark = Cells.mark(words[row]);
            if (mark.isEmpty()) {
                throw bad(row, column, "holds '" + words[row] + "', " + remedy);
            }
            marks[row] = Mark.of(mark.get());
        }
        return Optional.of(marks);
    }

    /** Values as a text file would show them; whole numbers without a fraction. */
    private String[] words(ParquetColumn column, String remedy) throws IOException {
        if (column.kind() == Kind.TEXT) {
            return parquet.texts(column);
        }
        if (column.kind() != Kind.NUMBER) {
            throw new UnreadableSeriesException(
                    file, "column '%s' holds %s, %s".formatted(column.name(), column.kind(), remedy));
        }
        double[] numbers = parquet.numbers(column);
        var words = new String[numbers.length];
        for (int row = 0; row < words.length; row++) {
            double number = numbers[row];
            words[row] = Double.isNaN(number)
                    ? ""
                    : number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }
        return words;
    }

    private ParquetColumn column(OptionalInt column) {
        return parquet.columns().get(column.getAsInt());
    }

    private UnreadableSeriesException bad(int row, ParquetColumn column, String problem) {
        return new UnreadableSeriesException(
                file, "row %d, column '%s': %s".formatted(row + 1, column.name(), problem));
    }
}
