package io.millrace.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Properties that hold for every seed; the seed is in the failure's description. */
class FaultScheduleTest {

    private static final long MINUTE = 60_000;

    @Test
    void faultsKeepTheWarmUpTheGapTheGridAndTheEndOfTheRun() {
        for (long seed = 0; seed < 100; seed++) {
            PlantOptions options = PlantOptions.defaults()
                    .withSeed(seed)
                    .withMachines(6)
                    .withMinutes(2 * 24 * 60)
                    .withIntervalMillis(seed % 3 == 0 ? 60_000 : 7_000)
                    .withFaultsPerMachineDay(1 + seed % 20);
            for (SimulatedMachine machine : Plant.of(options).allMachines()) {
                long earliest = options.startMillis() + 80 * options.intervalMillis();
                for (Fault fault : machine.faults()) {
                    assertThat(fault.startMillis())
                            .as("seed %d, %s", seed, fault)
                            .isGreaterThanOrEqualTo(earliest);
                    assertThat(fault.endMillis())
                            .as("seed %d, %s", seed, fault)
                            .isGreaterThan(fault.startMillis())
                            .isLessThanOrEqualTo(options.endMillis() - 5 * MINUTE);
                    assertThat((fault.startMillis() - options.startMillis()) % options.intervalMillis())
                            .as("seed %d, %s", seed, fault)
                            .isZero();
                    assertThat(fault.machineId()).isEqualTo(machine.machineId());
                    earliest = fault.endMillis() + 40 * MINUTE;
                }
            }
        }
    }

    @Test
    void anHourIsEnoughForAFaultOnEveryMachine() {
        for (long seed = 0; seed < 100; seed++) {
            PlantOptions hour =
                    PlantOptions.defaults().withSeed(seed).withMachines(20).withMinutes(60);
            Set<String> faulty =
                    Plant.of(hour).faults().stream().map(Fault::machineId).collect(Collectors.toSet());
            assertThat(faulty).as("seed %d", seed).hasSize(20);
        }
    }

    @Test
    void aRunTooShortForAFaultHasNone() {
        assertThat(Plant.of(PlantOptions.defaults().withMinutes(15)).faults()).isEmpty();
    }

    @Test
    void allKindsOccurOnEveryMachineOfALongRunAndAcrossTheMachinesOfAShortOne() {
        for (long seed = 0; seed < 20; seed++) {
            PlantOptions options = PlantOptions.defaults().withSeed(seed);
            for (SimulatedMachine machine :
                    Plant.of(options.withMinutes(7 * 24 * 60)).allMachines()) {
                assertThat(kinds(machine.faults())).as("seed %d", seed).containsExactlyInAnyOrder(FaultKind.values());
            }
            assertThat(kinds(Plant.of(options.withMinutes(120)).faults()))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrder(FaultKind.values());
        }
    }

    @Test
    void onlyTheKindsAskedForOccur() {
        Set<FaultKind> wanted = EnumSet.of(FaultKind.SPIKE, FaultKind.DROPOUT);
        assertThat(kinds(
                        Plant.of(PlantOptions.defaults().withFaultKinds(wanted)).faults()))
                .isEqualTo(wanted);
    }

    @Test
    void theRateIsAboutWhatWasAskedFor() {
        PlantOptions fortnight = PlantOptions.defaults().withMinutes(14 * 24 * 60);
        for (double perDay : new double[] {1, 4, 10}) {
            double found =
                    Plant.of(fortnight.withFaultsPerMachineDay(perDay)).faults().size() / (20.0 * 14);
            assertThat(found).as("%s per machine and day", perDay).isBetween(0.75 * perDay, 1.25 * perDay);
        }
    }

    @Test
    void faultsFallWhileTheMachineRunsAndStuckSensorsWhileItsLoadChanges() {
        for (long seed = 0; seed < 30; seed++) {
            PlantOptions options = PlantOptions.defaults().withSeed(seed).withFaultsPerMachineDay(15);
            for (int index = 0; index < 6; index++) {
                LoadProfile profile = new LoadProfile(Randomness.hash(seed, index, 0));
                for (Fault fault : Plant.of(options).machine(index).faults()) {
                    double largestChange = 0;
                    for (long t = fault.startMillis(); t < fault.endMillis(); t += 10_000) {
                        assertThat(profile.running(t))
                                .as("seed %d, %s", seed, fault)
                                .isEqualTo(1);
                        double change = profile.demand(t) - profile.demand(fault.startMillis());
                        largestChange = Math.max(largestChange, Math.abs(change));
                    }
                    if (fault.kind() == FaultKind.STUCK_SENSOR) {
                        assertThat(largestChange).as("seed %d, %s", seed, fault).isGreaterThanOrEqualTo(0.3);
                        assertThat(fault.endMillis() - fault.startMillis()).isGreaterThanOrEqualTo(20 * MINUTE);
                    }
                }
            }
        }
    }

    private static Set<FaultKind> kinds(List<Fault> faults) {
        return faults.stream().map(Fault::kind).collect(Collectors.toSet());
    }
}
