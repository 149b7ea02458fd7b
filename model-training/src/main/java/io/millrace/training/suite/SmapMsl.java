package io.millrace.training.suite;

import io.millrace.detection.quality.Interval;
import io.millrace.training.series.NpyArray;
import io.millrace.training.series.Series;
import io.millrace.training.series.UnreadableSeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * NASA's SMAP and MSL telemetry. A channel's label rows are joined: P-2 has two, which overlap. Ranges are inclusive.
 *
 * <p>Source: K. Hundman et al., "Detecting Spacecraft Anomalies Using LSTMs and Nonparametric Dynamic Thresholding", KDD 2018.
 */
final class SmapMsl {

    private static final Pattern RANGE = Pattern.compile("\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");

    private SmapMsl() {}

    static List<SuiteSeries> read(Path datasets) throws IOException {
        Path home = datasets.resolve("smap_msl");
        Path labels = home.resolve("labeled_anomalies.csv");
        if (!Files.isRegularFile(labels)) {
            return List.of();
        }
        var all = new ArrayList<SuiteSeries>();
        for (Map.Entry<String, Channel> channel : channels(labels).entrySet()) {
            Path test = home.resolve("test").resolve(channel.getKey() + ".npy");
            Path train = home.resolve("train").resolve(channel.getKey() + ".npy");
            if (Files.isRegularFile(test) && Files.isRegularFile(train)) {
                all.add(series(channel.getKey(), channel.getValue(), train, test, labels));
            }
        }
        all.sort(Comparator.comparing(SuiteSeries::group).thenComparing(SuiteSeries::name));
        return all;
    }

    private record Channel(String spacecraft, List<Interval> ranges) {}

    private static Map<String, Channel> channels(Path file) throws IOException {
        var channels = new LinkedHashMap<String, Channel>();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser records = CSVParser.parse(Files.newBufferedReader(file), format)) {
            for (CSVRecord record : records) {
                Channel channel = channels.computeIfAbsent(
                        record.get("chan_id"), id -> new Channel(record.get("spacecraft"), new ArrayList<>()));
                Matcher range = RANGE.matcher(record.get("anomaly_sequences"));
                while (range.find()) {
                    channel.ranges()
                            .add(new Interval(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2))));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableSeriesException(
                    file, "expected the columns chan_id, spacecraft and anomaly_sequences: " + e.getMessage(), e);
        }
        return channels;
    }

    private static SuiteSeries series(String name, Channel channel, Path train, Path test, Path labelFile)
            throws IOException {
        NpyArray array = NpyArray.read(test);
        var labels = new boolean[array.rows()];
        for (Interval range : channel.ranges()) {
            if (range.start() >= labels.length) {
                throw new UnreadableSeriesException(
                        labelFile,
                        "channel %s is labelled at rows %d to %d, its test array has %d rows"
                                .formatted(name, range.start(), range.end(), labels.length));
            }
            for (int row = range.start(); row <= Math.min(range.end(), labels.length - 1); row++) {
                labels[row] = true;
            }
        }
        Series scored = ServerArrays.series(test, name, array, Optional.of(labels));
        return new SuiteSeries(
                name,
                channel.spacecraft(),
                ServerArrays.series(train, name, NpyArray.read(train), Optional.empty()),
                scored,
                false,
                Interval.fromLabels(labels));
    }
}
