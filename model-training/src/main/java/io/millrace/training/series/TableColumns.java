package io.millrace.training.series;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What each column of a table is, by the columns' names and what they hold.
 *
 * @param header names, [columns]
 * @param machine column of the machine ids
 * @param time column of the timestamps
 * @param label column of the marks
 * @param fault column of the faults' names
 * @param sensors columns that may hold sensor values, in the order of the series
 * @param chosen whether the user named the sensors; then each must be numeric
 */
record TableColumns(
        List<String> header,
        OptionalInt machine,
        OptionalInt time,
        OptionalInt label,
        OptionalInt fault,
        List<Integer> sensors,
        boolean chosen) {

    private static final List<String> MACHINE_NAMES = List.of("machine", "machine_id", "machineid", "unit");
    private static final List<String> TIME_NAMES = List.of("datetime", "timestamp", "time", "date");
    private static final List<String> LABEL_NAMES = List.of("label", "anomaly", "is_anomaly");
    /** Marks made by people beside the label; as sensors they would give the answer away. */
    private static final Set<String> ANNOTATIONS = Set.of("changepoint", "label", "anomaly", "is_anomaly");

    /** How pandas calls the row numbers that it writes beside the columns. */
    private static final Pattern ROW_NUMBERS = Pattern.compile("__index_level_\\d+__");

    /**
     * @param holdsDates whether a column (by number) holds dates: the first one that does is the time where none is named so
     */
    static TableColumns find(Path file, List<String> header, IntPredicate holdsDates, TableOptions options)
            throws UnreadableSeriesException {
        OptionalInt machine = named(file, header, options.machineField(), "--machine-field", MACHINE_NAMES);
        OptionalInt time = named(file, header, options.timeField(), "--time-field", TIME_NAMES);
        if (time.isEmpty()) {
            time = IntStream.range(0, header.size()).filter(holdsDates).findFirst();
        }
        OptionalInt label = named(file, header, options.labelField(), "--label-field", LABEL_NAMES);
        OptionalInt fault = named(file, header, options.faultField(), "--fault-field", List.of());
        var taken = new TreeSet<Integer>();
        machine.ifPresent(taken::add);
        time.ifPresent(taken::add);
        label.ifPresent(taken::add);
        fault.ifPresent(taken::add);
        var sensors = new ArrayList<Integer>();
        if (options.sensors().isEmpty()) {
            for (int c = 0; c < header.size(); c++) {
                if (!taken.contains(c) && !isNoSensor(header.get(c))) {
                    sensors.add(c);
                }
            }
        } else {
            for (String name : options.sensors()) {
                sensors.add(require(file, header, name, "--sensors"));
            }
        }
        return new TableColumns(
                header,
                machine,
                time,
                label,
                fault,
                List.copyOf(sensors),
                !options.sensors().isEmpty());
    }

    private static boolean isNoSensor(String name) {
        return ANNOTATIONS.contains(name.toLowerCase(Locale.ROOT))
                || ROW_NUMBERS.matcher(name).matches();
    }

    private static OptionalInt named(
            Path file, List<String> header, Optional<String> wanted, String option, List<String> usual)
            throws UnreadableSeriesException {
        if (wanted.isPresent()) {
            return OptionalInt.of(require(file, header, wanted.get(), option));
        }
        for (String name : usual) {
            for (int c = 0; c < header.size(); c++) {
                if (header.get(c).toLowerCase(Locale.ROOT).equals(name)) {
                    return OptionalInt.of(c);
                }
            }
        }
        return OptionalInt.empty();
    }

    private static int require(Path file, List<String> header, String name, String option)
            throws UnreadableSeriesException {
        int column = header.indexOf(name);
        if (column < 0) {
            throw new UnreadableSeriesException(
                    file, "has no column '" + name + "', found " + header + ": correct " + option);
        }
        return column;
    }
}
