package io.millrace.console;

import io.millrace.console.plant.Rows;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.testdata.Plant;
import io.millrace.testdata.PlantOptions;
import io.millrace.testdata.SimulatedReading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The demo's pump: its model, and rows of a simulated one. */
public final class TestingPump {

    /** Of its model. */
    public static final Path FILE = Path.of("../src-test-data/models/pump.model");

    private TestingPump() {}

    public static ModelArtefact model() throws Exception {
        return ArtefactFile.read(FILE);
    }

    /** The last rows of an hour without faults. */
    public static Rows healthyRows(int most) {
        PlantOptions options =
                PlantOptions.defaults().withMachines(1).withMinutes(60).withFaultsPerMachineDay(0);
        var timestamps = new ArrayList<Long>();
        var values = new ArrayList<double[]>();
        List<String> sensors = List.of();
        for (var readings = Plant.of(options).iterator(); readings.hasNext(); ) {
            SimulatedReading reading = readings.next();
            sensors = List.of(reading.sensors());
            timestamps.add(reading.timestampMillis());
            values.add(reading.values().clone());
        }
        return new Rows(
                        sensors,
                        timestamps.stream().mapToLong(Long::longValue).toArray(),
                        values.toArray(double[][]::new))
                .tail(most);
    }

    /** The same rows, one sensor higher in some of them. */
    public static Rows changed(Rows rows, String sensor, int from, int to, double by) {
        var values = new double[rows.count()][];
        for (int r = 0; r < values.length; r++) {
            values[r] = rows.values()[r].clone();
            values[r][rows.sensors().indexOf(sensor)] += r >= from && r < to ? by : 0;
        }
        return new Rows(rows.sensors(), rows.timestamps(), values);
    }
}
