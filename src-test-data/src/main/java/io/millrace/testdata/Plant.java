package io.millrace.testdata;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * A plant whose machines report in step: all machines at the first time, in the order of their numbers, then all at the
 * next. Iterating twice gives the same readings. Memory grows with the machines alone, not with the length of the run.
 */
public final class Plant implements Iterable<SimulatedReading> {

    private final PlantOptions options;
    private final Ambient ambient;

    private Plant(PlantOptions options) {
        this.options = options;
        this.ambient = new Ambient(options.seed());
    }

    public static Plant of(PlantOptions options) {
        return new Plant(options);
    }

    public PlantOptions options() {
        return options;
    }

    /** In the order of the machines' numbers. */
    public List<String> machineIds() {
        return IntStream.range(0, options.machines())
                .mapToObj(MachineType::idOfIndex)
                .toList();
    }

    /**
     * A machine at the beginning of the run; what it reads is what the whole plant reads of it.
     *
     * @param index 0 … machines − 1
     */
    public SimulatedMachine machine(int index) {
        if (index < 0 || index >= options.machines()) {
            throw new IndexOutOfBoundsException(
                    "machine index: expected 0 to " + (options.machines() - 1) + ", found " + index);
        }
        return new SimulatedMachine(options, index, ambient);
    }

    /** All machines, each at the beginning of the run. */
    public List<SimulatedMachine> allMachines() {
        return IntStream.range(0, options.machines()).mapToObj(this::machine).toList();
    }

    /** All faults of a bounded run, ordered by start, then machine. */
    public List<Fault> faults() {
        return allMachines().stream()
                .flatMap(machine -> machine.faults().stream())
                .sorted(Comparator.comparingLong(Fault::startMillis).thenComparing(Fault::machineId))
                .toList();
    }

    /** Number of readings of all machines together. */
    public long readingCount() {
        return Math.multiplyExact(options.steps(), (long) options.machines());
    }

    @Override
    public Iterator<SimulatedReading> iterator() {
        SimulatedMachine[] machines = allMachines().toArray(new SimulatedMachine[0]);
        return new Iterator<>() {
            private int turn;

            @Override
            public boolean hasNext() {
                return machines[turn].hasNext();
            }

            @Override
            public SimulatedReading next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the run ended at " + options.endMillis());
                }
                SimulatedReading reading = machines[turn].next();
                turn = turn + 1 == machines.length ? 0 : turn + 1;
                return reading;
            }
        };
    }
}
