package io.millrace.job.operator;

import io.millrace.detection.morphology.EventTracker;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.threshold.LevelScale;
import io.millrace.detection.window.WindowBatch;
import io.millrace.job.state.MachineState;
import io.millrace.job.state.ShadowTally;
import io.millrace.job.state.ShadowTally.Side;
import io.millrace.schemas.DataQuality;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that scores beside the one that serves, on the same windows, and alerts nobody: it is only counted what it would have said. One
 * per task, not thread-safe.
 *
 * <p>What it remembers of machines (some 100 bytes each, for smoothing and for events) is in no checkpoint: after a restart it begins anew,
 * while what was counted before has gone on to {@link ShadowReports} with the checkpoint.
 */
final class Shadow {

    private final ServingModel model;
    private final List<Segment> segments = new ArrayList<>();
    private final ArrayDeque<Segment> free = new ArrayDeque<>();
    private final Map<String, Trail> trails = new HashMap<>();
    private double[] raw = new double[0]; // rows of one machine on their way
    private double[] scores = new double[0]; // [windows of a bundle]
    private ShadowTally tally; // null while it has no model to be compared with

    /** What is remembered of a machine. */
    private static final class Trail {
        private final EventTracker serving;
        private final EventTracker shadow;
        private double smoothed = Double.NaN;
        private long timestamp;

        Trail(Morphology serving, Morphology shadow) {
            this.serving = new EventTracker(serving);
            this.shadow = new EventTracker(shadow);
        }
    }

    Shadow(ServingModel model) {
        this.model = model;
    }

    ServingModel model() {
        return model;
    }

    /** Why a model cannot be a shadow, nothing while it can. */
    static Optional<String> objection(ServingModel shadow) {
        return shadow.artefact().detector() instanceof AdaptiveDetector
                ? Optional.of("a " + shadow.artefact().detector().name()
                        + " learns from each machine that it serves, and a shadow serves none: release it to serve")
                : Optional.empty();
    }

    /** Why it cannot be compared with a model, nothing when it can: it sees only what is kept of machines for the other. */
    static Optional<String> misfit(ServingModel shadow, ServingModel serving) {
        if (!shadow.names().equals(serving.names())) {
            return Optional.of("it looks at sensors " + shadow.names() + ", version " + serving.version()
                    + " that serves at " + serving.names() + ": a shadow needs the same ones in the same order");
        }
        if (shadow.ringRows() > serving.ringRows()) {
            return Optional.of("it needs " + shadow.ringRows() + " rows of each machine, version " + serving.version()
                    + " that serves keeps " + serving.ringRows() + ": a shadow needs no more");
        }
        return Optional.empty();
    }

    /** From here on it is compared with this model. */
    void beside(ServingModel serving) {
        long epoch = Math.max(
                model.release().getReleasedAtMillis(), serving.release().getReleasedAtMillis());
        tally = new ShadowTally(model.modelId(), model.version(), serving.version(), epoch);
        trails.clear();
    }

    /** What has been counted since the last call, nothing when that is nothing. */
    Optional<ShadowTally> counted() {
        if (tally == null || tally.windows() == 0) {
            return Optional.empty();
        }
        ShadowTally counted = tally;
        tally = tally.fresh();
        return Optional.of(counted);
    }

    /** Says that the comparison is over. */
    Optional<ShadowTally> ended() {
        return Optional.ofNullable(tally).map(counted -> counted.fresh().end());
    }

    void forget(String machineId) {
        trails.remove(machineId);
    }

    /**
     * Begins with the window that the machine's last row completes.
     *
     * @return null when it lacks a value that this model needs
     */
    Segment begin(String machineId, MachineState state, long timestamp, DataQuality quality) {
        Segment segment = free.isEmpty() ? new Segment() : free.pop();
        segment.of(machineId, state, model, null);
        copyNewest(state, model.ringRows());
        if (!segment.begin(raw, model.ringRows(), model.preprocessing(), timestamp, quality)) {
            free.push(segment);
            return null;
        }
        segments.add(segment);
        return segment;
    }

    /** Goes on with one more row; false when it lacks a value that this model needs. */
    boolean extend(Segment segment, MachineState state, long timestamp, DataQuality quality) {
        copyNewest(state, 1 + model.preprocessing().lookbackRows());
        return segment.extend(raw, model.preprocessing(), timestamp, quality);
    }

    private void copyNewest(MachineState state, int rows) {
        int length = rows * state.ring().sensors();
        if (raw.length < length) {
            raw = new double[length];
        }
        state.ring().copyNewest(rows, raw);
    }

    /** Scores all that was begun. */
    void score() {
        WindowBatch batch = model.batch();
        batch.clear();
        for (Segment segment : segments) {
            segment.firstScore(batch.addSegment(segment.rows(), segment.count()));
        }
        if (scores.length < batch.windows()) {
            scores = new double[Math.max(batch.windows(), 2 * scores.length)];
        }
        if (batch.windows() > 0) {
            model.scorer().score(batch, scores);
        }
    }

    /**
     * Compares a window of a segment that was scored.
     *
     * @param ratio score / threshold of the model that serves
     * @param anew whether the machine's series begins with this window
     */
    void compare(Segment segment, int window, double ratio, boolean anew, Morphology serving) {
        String machineId = segment.machineId();
        Trail trail = trails.get(machineId);
        long timestamp = segment.timestamp(window);
        if (trail == null || anew) {
            trail = new Trail(serving, model.artefact().morphology());
            trails.put(machineId, trail);
        } else {
            tally.watched(timestamp - trail.timestamp);
        }
        trail.timestamp = timestamp;
        trail.smoothed = model.artefact().smoothing().next(trail.smoothed, scores[segment.firstScore() + window]);
        Optional<LevelScale> scale = model.scale(machineId);
        double own = trail.smoothed / model.threshold(machineId, scale);
        tally.window(ratio, own);
        if (trail.serving.next(ratio > 1) == EventTracker.Change.OPENED) {
            tally.event(Side.SERVING);
        }
        if (trail.shadow.next(own > 1) == EventTracker.Change.OPENED) {
            tally.event(Side.SHADOW);
        }
    }

    /** Lets go of the bundle. */
    void clear() {
        int most = 4 * model.ringRows() * model.batch().features();
        for (Segment segment : segments) {
            segment.release(most);
            free.push(segment);
        }
        segments.clear();
    }
}
