package io.millrace.training.series;

import java.util.List;
import java.util.Optional;

/**
 * Which column of a table is what; what is empty is found by itself.
 *
 * @param machineField column with machine ids; found by the names machine, machine_id, machineId, unit; without one the whole file is one
 *     machine, named after the file
 * @param timeField column with timestamps; found by the names datetime, timestamp, time, date, else the first column that holds dates;
 *     without one rows are a second apart
 * @param sensors columns to take as sensors, in this order; empty for every numeric column that is nothing else
 * @param labelField column that marks anomalous rows; found by the names label, anomaly, is_anomaly
 * @param faultField column that names what is wrong with a row; where it is given, it marks the anomalous rows and {@code labelField} is not looked at
 */
public record TableOptions(
        Optional<String> machineField,
        Optional<String> timeField,
        List<String> sensors,
        Optional<String> labelField,
        Optional<String> faultField) {

    /** Everything is found by itself. */
    public static final TableOptions AUTOMATIC =
            new TableOptions(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    public TableOptions {
        sensors = List.copyOf(sensors);
    }

    public TableOptions withMachineField(String value) {
        return new TableOptions(Optional.of(value), timeField, sensors, labelField, faultField);
    }

    public TableOptions withTimeField(String value) {
        return new TableOptions(machineField, Optional.of(value), sensors, labelField, faultField);
    }

    public TableOptions withSensors(List<String> value) {
        return new TableOptions(machineField, timeField, value, labelField, faultField);
    }

    public TableOptions withLabelField(String value) {
        return new TableOptions(machineField, timeField, sensors, Optional.of(value), faultField);
    }

    public TableOptions withFaultField(String value) {
        return new TableOptions(machineField, timeField, sensors, labelField, Optional.of(value));
    }
}
