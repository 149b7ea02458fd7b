package io.millrace.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantTest {

    private static final PlantOptions HOUR =
            PlantOptions.defaults().withMachines(7).withMinutes(60);

    @Test
    void sameSeedGivesTheSameReadings() {
        assertThat(lines(Plant.of(HOUR.withSeed(42)))).isEqualTo(lines(Plant.of(HOUR.withSeed(42))));
    }

    @Test
    void iteratingTwiceGivesTheSameReadings() {
        Plant plant = Plant.of(HOUR);
        assertThat(lines(plant)).isEqualTo(lines(plant));
    }

    @Test
    void anotherSeedGivesAnotherPlant() {
        assertThat(lines(Plant.of(HOUR.withSeed(1)))).doesNotContainAnyElementsOf(lines(Plant.of(HOUR.withSeed(2))));
    }

    @Test
    void readingsComeStepByStepAndWithinAStepInTheOrderOfTheMachines() {
        Plant plant = Plant.of(HOUR);
        long step = 0;
        int machine = 0;
        for (SimulatedReading reading : plant) {
            assertThat(reading.timestampMillis()).isEqualTo(HOUR.startMillis() + step * 10_000);
            assertThat(reading.machineId()).isEqualTo(plant.machineIds().get(machine));
            machine = (machine + 1) % 7;
            step += machine == 0 ? 1 : 0;
        }
        assertThat(step).isEqualTo(360);
        assertThat(plant.readingCount()).isEqualTo(7 * 360);
    }

    @Test
    void machinesOfTheTypesTakeTurns() {
        assertThat(Plant.of(HOUR).machineIds())
                .containsExactly(
                        "pump-01", "compressor-01", "oven-01", "pump-02", "compressor-02", "oven-02", "pump-03");
        assertThat(MachineType.idOfIndex(299)).isEqualTo("oven-100");
    }

    @Test
    void aMachineAloneReadsWhatThePlantReadsOfIt() {
        Plant plant = Plant.of(HOUR);
        List<String> fromPlant = lines(plant).stream()
                .filter(line -> line.startsWith("compressor-02 "))
                .toList();
        List<String> alone = new ArrayList<>();
        plant.machine(4).forEachRemaining(reading -> alone.add(line(reading)));
        assertThat(alone).isEqualTo(fromPlant).hasSize(360);
    }

    @Test
    void startingLaterShowsTheSamePlanAndTheSameTemperatures() {
        PlantOptions healthy = HOUR.withoutFaults();
        SimulatedMachine early = Plant.of(healthy.withMinutes(10 * 60)).machine(0);
        SimulatedMachine late = Plant.of(healthy.withStartMillis(healthy.startMillis() + 9 * 3_600_000))
                .machine(0);
        SimulatedReading expected = early.next();
        SimulatedReading found = late.next();
        while (expected.timestampMillis() < found.timestampMillis()) {
            expected = early.next();
        }
        for (int i = 0; i < found.values().length; i++) {
            double span = MachineType.PUMP.sensors().get(i).span();
            assertThat(found.values()[i]).as(found.sensors()[i]).isCloseTo(expected.values()[i], within(0.12 * span));
        }
    }

    @ParameterizedTest
    @EnumSource(MachineType.class)
    void healthyMachinesStayWithinAndFillTheRangeOfTheirDataSheet(MachineType type) {
        double[] lowest = new double[type.sensors().size()];
        double[] highest = new double[lowest.length];
        Arrays.fill(lowest, Double.POSITIVE_INFINITY);
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        for (long seed = 1; seed <= 12; seed++) {
            PlantOptions week = PlantOptions.defaults()
                    .withMachines(3)
                    .withSeed(seed)
                    .withMinutes(7 * 24 * 60)
                    .withIntervalMillis(30_000)
                    .withoutFaults();
            SimulatedMachine machine = Plant.of(week).machine(type.ordinal());
            assertThat(machine.type()).isEqualTo(type);
            while (machine.hasNext()) {
                SimulatedReading reading = machine.next();
                assertThat(reading.faulty()).isFalse();
                for (int i = 0; i < lowest.length; i++) {
                    lowest[i] = Math.min(lowest[i], reading.values()[i]);
                    highest[i] = Math.max(highest[i], reading.values()[i]);
                }
            }
        }
        for (int i = 0; i < lowest.length; i++) {
            Sensor sensor = type.sensors().get(i);
            assertThat(lowest[i]).as(sensor.name()).isBetween(sensor.low(), sensor.low() + 0.1 * sensor.span());
            assertThat(highest[i]).as(sensor.name()).isBetween(sensor.high() - 0.1 * sensor.span(), sensor.high());
        }
    }

    @Test
    void faultyReadingsStayWithinWhatTheInstrumentCanShow() {
        Plant plant = Plant.of(PlantOptions.defaults().withFaultsPerMachineDay(18));
        for (SimulatedMachine machine : plant.allMachines()) {
            List<Sensor> sensors = machine.type().sensors();
            while (machine.hasNext()) {
                double[] values = machine.next().values();
                for (int i = 0; i < values.length; i++) {
                    assertThat(values[i])
                            .isBetween(sensors.get(i).rail(), sensors.get(i).upperLimit());
                }
            }
        }
    }

    @Test
    void aRunEndsWhenItsMinutesAreOver() {
        Iterator<SimulatedReading> readings =
                Plant.of(HOUR.withMachines(1).withMinutes(1)).iterator();
        for (int i = 0; i < 6; i++) {
            readings.next();
        }
        assertThat(readings.hasNext()).isFalse();
        assertThatThrownBy(readings::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aRunWithoutEndIsReadButItsFaultsAreNotListed() {
        Plant plant = Plant.of(HOUR.withMinutes(PlantOptions.UNBOUNDED));
        assertThat(plant.iterator().next().timestampMillis()).isEqualTo(HOUR.startMillis());
        assertThatThrownBy(plant::faults)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("set minutes");
    }

    @Test
    void optionsNameEveryViolationAtOnce() {
        assertThatThrownBy(() -> new PlantOptions(
                        0, 1, 0, 0, 0, -1, -1, PlantOptions.defaults().faultKinds()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("machines", "intervalMillis", "minutes", "faultsPerMachineDay", "warmUpSteps");
    }

    private static List<String> lines(Plant plant) {
        List<String> lines = new ArrayList<>();
        plant.forEach(reading -> lines.add(line(reading)));
        return lines;
    }

    private static String line(SimulatedReading reading) {
        return reading.machineId() + " " + reading.timestampMillis() + " " + Arrays.toString(reading.values()) + " "
                + reading.faulty();
    }
}
