package io.millrace.testdata;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One machine's readings in time order, in constant memory. Not thread-safe; machines are independent of each other.
 *
 * <p>Throughput is in the order of a million readings per second and core.
 */
public final class SimulatedMachine implements Iterator<SimulatedReading> {

    private static final long PRE_ROLL_MILLIS = 3 * LoadProfile.HOUR;
    private static final double WANDER = 0.008;

    private final PlantOptions options;
    private final int index;
    private final MachineType type;
    private final String machineId;
    private final String[] sensorNames;
    private final Sensor[] sensors;
    private final LoadProfile profile;
    private final Ambient ambient;
    private final Physics physics;
    private final Randomness.NoiseStream noise;
    private final FaultInjector injector;
    private final double wanderMemory;
    private final double wanderShock;
    private final long endMillis;

    private double wander;
    private long timestampMillis;

    SimulatedMachine(PlantOptions options, int index, Ambient ambient) {
        long machineSeed = Randomness.hash(options.seed(), index, 0);
        this.options = options;
        this.index = index;
        this.type = MachineType.ofIndex(index);
        this.machineId = MachineType.idOfIndex(index);
        this.sensors = type.sensors().toArray(new Sensor[0]);
        this.sensorNames = type.sensorNameArray();
        this.profile = new LoadProfile(machineSeed);
        this.ambient = ambient;
        this.physics = type.physics(machineSeed);
        this.noise = new Randomness.NoiseStream(Randomness.hash(machineSeed, 2_000));
        this.injector = new FaultInjector(
                new FaultSchedule(options, index, profile),
                type,
                options.intervalMillis(),
                Randomness.hash(machineSeed, 3_000));
        this.wanderMemory = StrictMath.exp(-options.intervalMillis() / (2.0 * LoadProfile.MINUTE));
        this.wanderShock = WANDER * Math.sqrt(1 - wanderMemory * wanderMemory);
        this.timestampMillis = options.startMillis();
        this.endMillis = options.endMillis();
        warmThrough();
    }

    public String machineId() {
        return machineId;
    }

    public MachineType type() {
        return type;
    }

    /** All faults of a bounded run, in time order; independent of how far the readings have been read. */
    public List<Fault> faults() {
        if (options.minutes() == PlantOptions.UNBOUNDED) {
            throw new IllegalStateException("the faults of a run without end cannot be listed: set minutes");
        }
        FaultSchedule schedule = new FaultSchedule(options, index, profile);
        List<Fault> faults = new ArrayList<>();
        for (Optional<Fault> fault = schedule.next(); fault.isPresent(); fault = schedule.next()) {
            faults.add(fault.get());
        }
        return List.copyOf(faults);
    }

    @Override
    public boolean hasNext() {
        return timestampMillis < endMillis;
    }

    @Override
    public SimulatedReading next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the run of " + machineId + " ended at " + endMillis);
        }
        double[] values = new double[sensors.length];
        wander = wanderMemory * wander + wanderShock * noise.next();
        double running = profile.running(timestampMillis);
        double load = running * (profile.demand(timestampMillis) + wander);
        physics.advance(running, load, ambient.temperature(timestampMillis), values);
        for (int i = 0; i < values.length; i++) {
            // Every quantity here is positive by nature, and instruments cut the noise below zero off.
            values[i] = Math.max(0, values[i] + sensors[i].noise() * noise.next());
        }
        boolean faulty = injector.apply(timestampMillis, values);
        for (int i = 0; i < values.length; i++) {
            values[i] = sensors[i].report(values[i]);
        }
        SimulatedReading reading = new SimulatedReading(machineId, timestampMillis, sensorNames, values, faulty);
        timestampMillis += options.intervalMillis();
        return reading;
    }

    /** Lets the lags forget where they began: a run may start in the middle of a cycle or of a planned stop. */
    private void warmThrough() {
        long step = LoadProfile.MINUTE;
        physics.stepLength(step);
        double[] ignored = new double[sensors.length];
        for (long t = timestampMillis - PRE_ROLL_MILLIS; t < timestampMillis; t += step) {
            double running = profile.running(t);
            physics.advance(running, running * profile.demand(t), ambient.temperature(t), ignored);
        }
        physics.stepLength(options.intervalMillis());
    }
}
