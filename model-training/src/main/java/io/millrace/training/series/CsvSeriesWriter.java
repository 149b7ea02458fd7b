package io.millrace.training.series;

import io.millrace.detection.file.WholeFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes series as the CSV file that {@link CsvSeriesReader} reads without being told of columns: {@code machine_id, timestamp, SENSORS…,
 * label}. Values keep every digit.
 */
public final class CsvSeriesWriter {

    private CsvSeriesWriter() {}

    /**
     * Replaces the file as a whole.
     *
     * @param series of one layout and with labels, at least one
     */
    public static void write(Path file, List<Series> series) throws IOException {
        WholeFile.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            var csv = new CSVPrinter(
                    writer, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
            var header = new ArrayList<String>(List.of("machine_id", "timestamp"));
            header.addAll(series.get(0).layout().names());
            header.add("label");
            csv.printRecord(header);
            for (Series one : series) {
                write(csv, one);
            }
            csv.flush();
        });
    }

    private static void write(CSVPrinter csv, Series series) throws IOException {
        boolean[] labels = series.labels().orElseThrow();
        for (int r = 0; r < series.length(); r++) {
            csv.print(series.machineId());
            csv.print(Instant.ofEpochMilli(series.timestamps()[r]));
            for (double value : series.rows()[r]) {
                csv.print(value);
            }
            csv.print(labels[r] ? 1 : 0);
            csv.println();
        }
    }
}
