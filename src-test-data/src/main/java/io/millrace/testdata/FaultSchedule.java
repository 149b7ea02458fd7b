package io.millrace.testdata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The faults of one machine, one after the other, made when asked for. One per machine, not thread-safe.
 *
 * <p>Rules: none before the warm-up, at least 40 minutes from one fault's end to the next one's start, each only while the
 * machine runs throughout, a stuck sensor only while the load changes, and each ends five minutes before the run does.
 * The kinds take turns, beginning with another kind on each machine; a kind that does not fit gives way to the next.
 */
final class FaultSchedule {

    static final long MINIMUM_GAP_MILLIS = 40 * LoadProfile.MINUTE;
    private static final long TAIL_MILLIS = 5 * LoadProfile.MINUTE;
    private static final long CLEARANCE_MILLIS = LoadProfile.MINUTE / 2;
    private static final long SEARCH_MILLIS = 24 * LoadProfile.HOUR;
    /** A stuck sensor must be wrong by this much of the rated load … */
    private static final double STUCK_CHANGE = 0.3;
    /** … for this long without a break, to contradict the other sensors over most of a window. */
    private static final long STUCK_CHANGE_MILLIS = 8 * LoadProfile.MINUTE;

    private final PlantOptions options;
    private final LoadProfile profile;
    private final MachineType type;
    private final String machineId;
    private final long seed;
    private final List<FaultKind> turns;
    private final double spacingMillis;

    private int made;
    private long previousEndMillis;

    FaultSchedule(PlantOptions options, int machineIndex, LoadProfile profile) {
        this.options = options;
        this.profile = profile;
        this.type = MachineType.ofIndex(machineIndex);
        this.machineId = MachineType.idOfIndex(machineIndex);
        this.seed = Randomness.hash(options.seed(), machineIndex, 500);
        this.turns = new ArrayList<>(EnumSet.copyOf(options.faultKinds()));
        // Strides of three: neighbours do not repeat each other's kinds, and every type meets every kind.
        int stride = turns.size() % 3 == 0 ? 1 : 3;
        Collections.rotate(turns, -(int) Math.floorMod(
                Randomness.hash(options.seed(), 501) + (long) stride * machineIndex, (long) turns.size()));
        this.spacingMillis = LoadProfile.DAY / options.faultsPerMachineDay(); // infinite without faults
    }

    /** The next fault, or empty when no further one fits into the run. */
    Optional<Fault> next() {
        if (options.faultsPerMachineDay() == 0) {
            return Optional.empty();
        }
        for (FaultKind kind : List.copyOf(turns)) {
            Optional<Fault> fault = fit(kind, Randomness.hash(seed, made, kind.ordinal()));
            if (fault.isPresent()) {
                // To the back of the queue; a kind that did not fit keeps its place at the front.
                turns.remove(kind);
                turns.add(kind);
                made++;
                previousEndMillis = fault.get().endMillis();
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> fit(FaultKind kind, long hash) {
        long duration =
                kind.durationSteps(options.intervalMillis(), Randomness.hash(hash, 1)) * options.intervalMillis();
        long last = options.endMillis() - TAIL_MILLIS - duration;
        long earliest = made == 0
                ? options.startMillis() + options.warmUpSteps() * options.intervalMillis()
                : previousEndMillis + MINIMUM_GAP_MILLIS;
        // The rest of the spacing, on average: a uniform draw up to twice the mean.
        double slack = Math.max(0, spacingMillis - MINIMUM_GAP_MILLIS - duration);
        long reach = made == 0 ? (long) Math.min(2 * slack, Math.max(0, last - earliest)) : (long) (2 * slack);
        long wanted = earliest + (long) (reach * Randomness.unit(Randomness.hash(hash, 2)));
        long horizon = Math.min(last, wanted + SEARCH_MILLIS);
        for (long start = wanted; start <= horizon; start += CLEARANCE_MILLIS) {
            if (suits(kind, onGrid(start), duration) && onGrid(start) <= last) {
                return Optional.of(fault(kind, onGrid(start), duration, hash));
            }
        }
        // Nothing after the wanted time: a first fault may also come before it, so that short runs have one.
        for (long start = earliest; made == 0 && start < wanted && start <= last; start += CLEARANCE_MILLIS) {
            if (suits(kind, onGrid(start), duration) && onGrid(start) <= last) {
                return Optional.of(fault(kind, onGrid(start), duration, hash));
            }
        }
        return Optional.empty();
    }

    private long onGrid(long timestampMillis) {
        long interval = options.intervalMillis();
        return options.startMillis() + -Math.floorDiv(options.startMillis() - timestampMillis, interval) * interval;
    }

    private boolean suits(FaultKind kind, long start, long duration) {
        double atStart = profile.demand(start);
        long step = Math.max(1, Math.min(CLEARANCE_MILLIS, duration / 4));
        long changedSince = Long.MAX_VALUE;
        boolean contradicts = false;
        // Some clearance on both sides, which also covers what lies between two samples.
        for (long t = start - CLEARANCE_MILLIS; t <= start + duration + CLEARANCE_MILLIS; t += step) {
            if (profile.running(t) < 1) {
                return false;
            }
            boolean changed =
                    t >= start && t < start + duration && Math.abs(profile.demand(t) - atStart) >= STUCK_CHANGE;
            changedSince = changed ? Math.min(changedSince, t) : Long.MAX_VALUE;
            contradicts |= changed && t - changedSince >= STUCK_CHANGE_MILLIS;
        }
        return contradicts || kind != FaultKind.STUCK_SENSOR;
    }

    private Fault fault(FaultKind kind, long start, long duration, long hash) {
        double magnitude = kind.relativeMagnitude(Randomness.hash(hash, 3));
        boolean downwards = kind.hasDirection() && Randomness.unit(Randomness.hash(hash, 4)) < 0.4;
        return new Fault(
                machineId,
                kind,
                sensors(kind, Randomness.hash(hash, 5)),
                start,
                start + duration,
                downwards ? -magnitude : magnitude);
    }

    private List<String> sensors(FaultKind kind, long hash) {
        if (kind == FaultKind.CORRELATED) {
            return FaultSignature.of(type).sensors();
        }
        List<String> candidates = type.sensors().stream()
                .filter(sensor -> kind != FaultKind.STUCK_SENSOR || sensor.followsLoad())
                .map(Sensor::name)
                .toList();
        return List.of(candidates.get((int) (candidates.size() * Randomness.unit(hash))));
    }
}
