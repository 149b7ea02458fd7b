package io.millrace.training.pipeline;

import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds out how each sensor takes part: one whose training values are all 0 or 1 is a switch, every other one is a measured quantity. If
 * only switches were left, all of them are measured. What the user says stands above what was found.
 */
final class SensorRoles {

    private SensorRoles() {}

    /**
     * @param training series of one layout
     * @param overrides roles by sensor name
     * @return the layout with the roles set
     */
    static SensorLayout assign(List<Series> training, Map<String, SensorRole> overrides) {
        SensorLayout layout = training.get(0).layout();
        var unknown = new TreeSet<>(overrides.keySet());
        layout.names().forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "roles are given for unknown sensors " + unknown + ": the series have " + layout);
        }
        var roles = new SensorRole[layout.size()];
        boolean measuresAnything = false;
        for (int j = 0; j < roles.length; j++) {
            roles[j] = isSwitch(training, j) ? SensorRole.STATE : SensorRole.CONTINUOUS;
            measuresAnything |= roles[j] == SensorRole.CONTINUOUS;
        }
        var sensors = new ArrayList<Sensor>();
        for (int j = 0; j < roles.length; j++) {
            SensorRole found = measuresAnything ? roles[j] : SensorRole.CONTINUOUS;
            Sensor sensor = layout.sensor(j);
            sensors.add(new Sensor(sensor.name(), overrides.getOrDefault(sensor.name(), found), sensor.unit()));
        }
        return new SensorLayout(sensors);
    }

    private static boolean isSwitch(List<Series> training, int column) {
        for (Series series : training) {
            for (double[] row : series.rows()) {
                if (row[column] != 0 && row[column] != 1) {
                    return false;
                }
            }
        }
        return true;
    }
}
