package io.millrace.training.series;

import java.util.List;
import java.util.Optional;

/**
 * Which column is what; what is empty is found by itself.
 *
 * @param machineField column with machine ids; found by the names machine, machine_id, machineId, unit; without one the whole file is one
 *     machine, named after the file
 * @param timeField column with timestamps; found by the names datetime, timestamp, time, date, else the first column that holds dates;
 *     without one rows are a second apart
 * @param sensors columns to take as sensors, in this order; empty for every numeric column that is nothing else
 * @param labelField column that marks anomalous rows; found by the names label, anomaly, is_anomaly
 */
public record CsvOptions(
        Optional<String> machineField, Optional<String> timeField, List<String> sensors, Optional<String> labelField) {

    /** Everything is found by itself. */
    public static final CsvOptions AUTOMATIC =
            new CsvOptions(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public CsvOptions {
        sensors = List.copyOf(sensors);
    }

    public CsvOptions withMachineField(String value) {
        return new CsvOptions(Optional.of(value), timeField, sensors, labelField);
    }

    public CsvOptions withTimeField(String value) {
        return new CsvOptions(machineField, Optional.of(value), sensors, labelField);
    }

    public CsvOptions withSensors(List<String> value) {
        return new CsvOptions(machineField, timeField, value, labelField);
    }

    public CsvOptions withLabelField(String value) {
        return new CsvOptions(machineField, timeField, sensors, Optional.of(value));
    }
}
