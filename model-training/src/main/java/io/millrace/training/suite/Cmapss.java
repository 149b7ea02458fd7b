package io.millrace.training.suite;

import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.series.RecordedSeries;
import io.millrace.training.series.Series;
import io.millrace.training.series.UnreadableSeriesException;
import java.io.BufferedReader;
import java.io.IOException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NASA's turbofan engine degradation data: {@code train_FD001.txt} and its sisters, columns parted by blanks, no header: unit, cycle, three
 * operational settings, 21 sensors. Each unit is a machine, such as {@code FD001-17}, and runs until it fails, so that only its first cycles
 * are normal operation. Its labels are remaining lives, not anomalies: it is data to train on, no suite to be judged by.
 *
 * <p>Source: A. Saxena, K. Goebel, D. Simon, N. Eklund, "Damage Propagation Modeling for Aircraft Engine Run-to-Failure Simulation", PHM
 * 2008; sensors are named as in its table 2.
 */
public final class Cmapss {

    private static final Pattern FILE = Pattern.compile("(train|test)_(FD\\d{3})\\.txt");
    private static final List<String> SENSORS = List.of(
            "setting_1",
            "setting_2",
            "setting_3",
            "T2",
            "T24",
            "T30",
            "T50",
            "P2",
            "P15",
            "P30",
            "Nf",
            "Nc",
            "epr",
            "Ps30",
            "phi",
            "NRf",
            "NRc",
            "BPR",
            "farB",
            "htBleed",
            "Nf_dmd",
            "PCNfR_dmd",
            "W31",
            "W32");
    private static final long FIRST_MILLIS = 1_577_836_800_000L; // 2020-01-01T00:00Z: there is no time but the cycle
    private static final long STEP_MILLIS = 1_000;

    private Cmapss() {}

    /** Whether a file is of this layout, by its name. */
    public static boolean isOne(Path file) {
        return FILE.matcher(file.getFileName().toString()).matches();
    }

    /** Whether a file is of this layout and for training. */
    public static boolean isForTraining(Path file) {
        return isOne(file) && file.getFileName().toString().startsWith("train");
    }

    /**
     * @param file that {@link #isOne}
     * @return one series per unit, a second from cycle to cycle
     * @throws UnreadableSeriesException if a line is not of this layout; names it
     */
    public static RecordedSeries read(Path file) throws IOException {
        Matcher name = FILE.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new UnreadableSeriesException(file, "expected a name such as train_FD001.txt");
        }
        Map<String, List<double[]>> units = new LinkedHashMap<>();
        long read = 0;
        long dropped = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                double[] cells = cells(file, number, line.strip().split("\\s+"));
                List<double[]> unit =
                        units.computeIfAbsent(name.group(2) + "-" + Math.round(cells[0]), id -> new ArrayList<>());
                double[] row = Arrays.copyOfRange(cells, 2, cells.length);
                read++;
                if (Arrays.stream(row).allMatch(Double::isFinite)) {
                    unit.add(row);
                } else {
                    dropped++;
                }
            }
        } catch (NoSuchFileException e) {
            throw new UnreadableSeriesException(file, "is no file: correct the path", e);
        } catch (CharacterCodingException e) {
            throw new UnreadableSeriesException(file, "is no plain text: unpack it first", e);
        }
        units.values().removeIf(List::isEmpty);
        if (units.isEmpty()) {
            throw new UnreadableSeriesException(file, "holds no usable row: expected lines of 26 numbers");
        }
        List<Series> series = units.entrySet().stream()
                .map(unit -> series(unit.getKey(), unit.getValue()))
                .toList();
        return new RecordedSeries(series, read, dropped, 0, List.of(), true);
    }

    private static double[] cells(Path file, int line, String[] words) throws IOException {
        if (words.length != 2 + SENSORS.size()) {
            throw new UnreadableSeriesException(
                    file,
                    "line %d has %d numbers, expected %d (unit, cycle, 3 settings, 21 sensors): repair the line"
                            .formatted(line, words.length, 2 + SENSORS.size()));
        }
        try {
            return Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
        } catch (NumberFormatException e) {
            throw new UnreadableSeriesException(
                    file, "line %d holds something that is no number: repair it".formatted(line), e);
        }
    }

    private static Series series(String machineId, List<double[]> rows) {
        var timestamps = new long[rows.size()];
        Arrays.setAll(timestamps, row -> FIRST_MILLIS + row * STEP_MILLIS);
        return new Series(
                machineId, SensorLayout.ofNames(SENSORS), timestamps, rows.toArray(double[][]::new), Optional.empty());
    }
}
