package io.millrace.training.report;

import io.millrace.training.suite.Suite;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * A figure that others have published.
 *
 * @param suite which
 * @param group data set, as our groups are called
 * @param figure our name of the figure
 * @param system who reached it
 * @param value in the figure's unit
 * @param scope on which series
 * @param source where it was published
 */
public record Published(
        String suite, String group, String figure, String system, double value, String scope, String source) {

    private static final String RESOURCE = "published.csv";

    /** The published figures of a suite, in the order of the file. */
    public static List<Published> of(Suite suite) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (InputStream in = Published.class.getResourceAsStream(RESOURCE);
                CSVParser records = CSVParser.parse(new InputStreamReader(in, StandardCharsets.UTF_8), format)) {
            return records.stream()
                    .map(record -> new Published(
                            record.get("suite"),
                            record.get("group"),
                            record.get("figure"),
                            record.get("system"),
                            Double.parseDouble(record.get("value")),
                            record.get("scope"),
                            record.get("source")))
                    .filter(one -> one.suite().equals(suite.optionName()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + RESOURCE + " is part of the product", e);
        }
    }
}
