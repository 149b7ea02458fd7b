package io.millrace.cli.data;

import io.millrace.training.series.TableOptions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Which columns of a CSV file are what; the same options for every command that reads one. */
public final class CsvFields {

    @Option(
            names = "--machine-field",
            paramLabel = "COLUMN",
            description =
                    "Column with the machine's id. Default: one named machine, machine_id or unit; without one the"
                            + " file is one machine, named like the file.")
    private String machineField;

    @Option(
            names = "--time-field",
            paramLabel = "COLUMN",
            description =
                    "Column with the time. Default: one named datetime, timestamp, time or date, else the first that"
                            + " holds dates; without one the rows are taken to be a second apart.")
    private String timeField;

    @Option(
            names = "--sensors",
            paramLabel = "COLUMN",
            split = ",",
            showDefaultValue = Visibility.NEVER,
            description = "Columns that are sensors, joined by commas. Default: every other column that holds numbers.")
    private List<String> sensors = List.of();

    @Option(
            names = "--label-field",
            paramLabel = "COLUMN",
            description = "Column that is 1 where a row is anomalous, else 0. Default: one named label, anomaly or"
                    + " is_anomaly, if there is one.")
    private String labelField;

    @Option(
            names = "--fault-field",
            paramLabel = "COLUMN",
            description =
                    "Column that names what is wrong with a row; normal, none, 0 and nothing say that nothing is. Used instead"
                            + " of a column of labels.")
    private String faultField;

    /** Whether the user said anything about columns. */
    public boolean any() {
        return machineField != null
                || timeField != null
                || labelField != null
                || faultField != null
                || !sensors.isEmpty();
    }

    /** Names of the columns that are sensors, in the order given; empty for all. */
    public List<String> sensors() {
        return sensors;
    }

    TableOptions options() {
        return new TableOptions(
                Optional.ofNullable(machineField),
                Optional.ofNullable(timeField),
                sensors,
                Optional.ofNullable(labelField),
                Optional.ofNullable(faultField));
    }
}
