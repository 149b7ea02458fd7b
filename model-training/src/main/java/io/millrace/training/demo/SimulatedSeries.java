package io.millrace.training.demo;

import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import io.millrace.testdata.MachineType;
import io.millrace.testdata.Plant;
import io.millrace.testdata.SimulatedMachine;
import io.millrace.testdata.SimulatedReading;
import io.millrace.training.series.Series;
import java.util.List;
import java.util.Optional;

/** Machines of the plant simulator as series. */
final class SimulatedSeries {

    private SimulatedSeries() {}

    /** All machines of one type. */
    static List<Series> of(Plant plant, MachineType type) {
        return plant.allMachines().stream()
                .filter(machine -> machine.type() == type)
                .map(machine -> of(machine, (int) plant.options().steps()))
                .toList();
    }

    private static Series of(SimulatedMachine machine, int steps) {
        var timestamps = new long[steps];
        var rows = new double[steps][];
        var labels = new boolean[steps];
        for (int step = 0; step < steps; step++) {
            SimulatedReading reading = machine.next();
            timestamps[step] = reading.timestampMillis();
            rows[step] = reading.values();
            labels[step] = reading.faulty();
        }
        return new Series(machine.machineId(), layout(machine.type()), timestamps, rows, Optional.of(labels));
    }

    private static SensorLayout layout(MachineType type) {
        return new SensorLayout(type.sensors().stream()
                .map(sensor -> new Sensor(sensor.name(), SensorRole.CONTINUOUS, sensor.unit()))
                .toList());
    }
}
