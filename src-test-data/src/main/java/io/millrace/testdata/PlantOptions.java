package io.millrace.testdata;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to simulate. Start from {@link #defaults()} and change what matters.
 *
 * @param machines number of machines, 1 or more; the types take turns
 * @param seed everything random follows from it
 * @param startMillis time of the first step, epoch milliseconds
 * @param intervalMillis time between two readings of a machine
 * @param minutes length of the run in simulated minutes; {@link #UNBOUNDED} never ends
 * @param faultsPerMachineDay mean number of faults; 0 for none. The first comes within the run wherever it fits. The gap
 *     of at least 40 minutes between faults bounds the rate at about 20
 * @param warmUpSteps no fault before this many steps, so that windows have filled
 * @param faultKinds kinds to choose from, in turn
 */
public record PlantOptions(
        int machines,
        long seed,
        long startMillis,
        long intervalMillis,
        long minutes,
        double faultsPerMachineDay,
        int warmUpSteps,
        Set<FaultKind> faultKinds) {

    /** For {@link #minutes}: a run without end. */
    public static final long UNBOUNDED = 100L * 366 * 24 * 60;

    public PlantOptions {
        List<String> violations = new ArrayList<>();
        if (machines < 1) {
            violations.add("machines: expected 1 or more, found " + machines);
        }
        if (intervalMillis < 1) {
            violations.add("intervalMillis: expected 1 or more, found " + intervalMillis);
        }
        if (minutes < 1 || minutes > UNBOUNDED) {
            violations.add("minutes: expected 1 to " + UNBOUNDED + ", found " + minutes);
        }
        if (!(faultsPerMachineDay >= 0) || faultsPerMachineDay > 1_000) {
            violations.add("faultsPerMachineDay: expected 0 to 1000, found " + faultsPerMachineDay);
        }
        if (warmUpSteps < 0) {
            violations.add("warmUpSteps: expected 0 or more, found " + warmUpSteps);
        }
        if (faultKinds.isEmpty()) {
            violations.add("faultKinds: expected at least one; for a healthy plant set faultsPerMachineDay to 0");
        }
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException("plant options: " + String.join("; ", violations));
        }
        faultKinds = Set.copyOf(faultKinds);
    }

    /** Twenty machines from Monday 2026-01-05 06:00 UTC for one day, a reading every 10 s, about four faults each. */
    public static PlantOptions defaults() {
        return new PlantOptions(
                20,
                1,
                Instant.parse("2026-01-05T06:00:00Z").toEpochMilli(),
                10_000,
                24 * 60,
                4,
                80,
                EnumSet.allOf(FaultKind.class));
    }

    public PlantOptions withMachines(int value) {
        return new PlantOptions(
                value, seed, startMillis, intervalMillis, minutes, faultsPerMachineDay, warmUpSteps, faultKinds);
    }

    public PlantOptions withSeed(long value) {
        return new PlantOptions(
                machines, value, startMillis, intervalMillis, minutes, faultsPerMachineDay, warmUpSteps, faultKinds);
    }

    public PlantOptions withStartMillis(long value) {
        return new PlantOptions(
                machines, seed, value, intervalMillis, minutes, faultsPerMachineDay, warmUpSteps, faultKinds);
    }

    public PlantOptions withIntervalMillis(long value) {
        return new PlantOptions(
                machines, seed, startMillis, value, minutes, faultsPerMachineDay, warmUpSteps, faultKinds);
    }

    public PlantOptions withMinutes(long value) {
        return new PlantOptions(
                machines, seed, startMillis, intervalMillis, value, faultsPerMachineDay, warmUpSteps, faultKinds);
    }

    public PlantOptions withFaultsPerMachineDay(double value) {
        return new PlantOptions(machines, seed, startMillis, intervalMillis, minutes, value, warmUpSteps, faultKinds);
    }

    public PlantOptions withWarmUpSteps(int value) {
        return new PlantOptions(
                machines, seed, startMillis, intervalMillis, minutes, faultsPerMachineDay, value, faultKinds);
    }

    public PlantOptions withFaultKinds(Set<FaultKind> value) {
        return new PlantOptions(
                machines, seed, startMillis, intervalMillis, minutes, faultsPerMachineDay, warmUpSteps, value);
    }

    public PlantOptions withoutFaults() {
        return withFaultsPerMachineDay(0);
    }

    /** Readings per machine. */
    public long steps() {
        return (minutes * LoadProfile.MINUTE + intervalMillis - 1) / intervalMillis;
    }

    /** First moment after the run. */
    public long endMillis() {
        return startMillis + steps() * intervalMillis;
    }
}
