package io.millrace.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A faulty run against its healthy twin: the same seed without faults. */
class FaultInjectorTest {

    private static final PlantOptions OPTIONS =
            PlantOptions.defaults().withMachines(12).withMinutes(2 * 24 * 60).withFaultsPerMachineDay(15);

    @Test
    void outsideTheIntervalsTheRunEqualsItsHealthyTwinAndInsideOnlyTheNamedSensorsDiffer() {
        for (int index = 0; index < OPTIONS.machines(); index++) {
            SimulatedMachine faulty = Plant.of(OPTIONS).machine(index);
            SimulatedMachine healthy = Plant.of(OPTIONS.withoutFaults()).machine(index);
            List<Fault> faults = faulty.faults();
            assertThat(faults).isNotEmpty();
            while (faulty.hasNext()) {
                SimulatedReading found = faulty.next();
                SimulatedReading expected = healthy.next();
                Optional<Fault> fault = faults.stream()
                        .filter(candidate -> candidate.covers(found.timestampMillis()))
                        .findFirst();
                assertThat(found.faulty()).isEqualTo(fault.isPresent());
                for (int i = 0; i < found.values().length; i++) {
                    String sensor = found.sensors()[i];
                    if (fault.isEmpty() || !fault.get().sensors().contains(sensor)) {
                        assertThat(found.values()[i])
                                .as("%s at %s", sensor, found.timestampMillis())
                                .isEqualTo(expected.values()[i]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyKindShowsWhatItPromises(FaultKind kind) {
        PlantOptions options = OPTIONS.withFaultKinds(EnumSet.of(kind));
        for (int index = 0; index < options.machines(); index++) {
            SimulatedMachine machine = Plant.of(options).machine(index);
            List<SimulatedReading> faulty = all(machine);
            List<SimulatedReading> healthy =
                    all(Plant.of(options.withoutFaults()).machine(index));
            List<Fault> faults = Plant.of(options).machine(index).faults();
            assertThat(faults).isNotEmpty().allMatch(fault -> fault.kind() == kind);
            for (Fault fault : faults) {
                for (String name : fault.sensors()) {
                    int column = machine.type().sensorNames().indexOf(name);
                    Sensor sensor = machine.type().sensors().get(column);
                    check(fault, sensor, column(faulty, fault, column), column(healthy, fault, column));
                }
            }
        }
    }

    private static void check(Fault fault, Sensor sensor, double[] found, double[] expected) {
        int steps = found.length;
        double[] relative = new double[steps];
        for (int t = 0; t < steps; t++) {
            relative[t] = (found[t] - expected[t]) / sensor.span();
        }
        String what = fault + " on " + sensor.name();
        // Values clipped at an end of the instrument show less than the fault's full size.
        double clip = clippedShare(found, sensor);
        switch (fault.kind()) {
            case SPIKE, LEVEL_SHIFT -> {
                assertThat(Math.abs(fault.magnitude())).as(what).isGreaterThanOrEqualTo(0.25);
                for (double difference : relative) {
                    assertThat(clip > 0 || Math.abs(difference - fault.magnitude()) < 1e-2)
                            .as(what)
                            .isTrue();
                }
            }
            case SLOW_DRIFT -> {
                assertThat(relative[0]).as(what).isCloseTo(0, within(0.02));
                assertThat(Math.abs(relative[steps / 2])).as(what).isGreaterThan(0.24);
            }
            case STUCK_SENSOR -> {
                assertThat(found).as(what).containsOnly(expected[0]);
                assertThat(max(relative)).as(what).isGreaterThan(0.15);
            }
            case NOISE_BURST -> assertThat(deviation(relative)).as(what).isGreaterThan(0.09);
            case OSCILLATION -> {
                assertThat(max(relative)).as(what).isGreaterThan(0.13);
                assertThat(Math.abs(mean(relative))).as(what).isLessThan(0.05);
            }
            case DROPOUT -> assertThat(found).as(what).containsOnly(sensor.rail());
            case CORRELATED -> {
                assertThat(fault.sensors()).hasSizeGreaterThanOrEqualTo(3);
                assertThat(Math.abs(relative[steps - 1])).as(what).isGreaterThan(0.1);
            }
        }
    }

    private static List<SimulatedReading> all(SimulatedMachine machine) {
        List<SimulatedReading> readings = new ArrayList<>();
        machine.forEachRemaining(readings::add);
        return readings;
    }

    private static double[] column(List<SimulatedReading> readings, Fault fault, int column) {
        return readings.stream()
                .filter(reading -> fault.covers(reading.timestampMillis()))
                .mapToDouble(reading -> reading.values()[column])
                .toArray();
    }

    private static double clippedShare(double[] values, Sensor sensor) {
        int clipped = 0;
        for (double value : values) {
            clipped += value == sensor.rail() || value == sensor.upperLimit() ? 1 : 0;
        }
        return clipped / (double) values.length;
    }

    private static double max(double[] values) {
        double max = 0;
        for (double value : values) {
            max = Math.max(max, Math.abs(value));
        }
        return max;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }
}
