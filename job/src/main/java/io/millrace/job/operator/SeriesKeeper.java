package io.millrace.job.operator;

import io.millrace.detection.window.GapPolicy;
import io.millrace.detection.window.Imputation;
import io.millrace.detection.window.ReorderBuffer;
import io.millrace.job.metrics.ScoringMetrics;
import io.millrace.job.metrics.UnscoredReason;
import io.millrace.job.operator.ScoredWindow.Kind;
import io.millrace.job.state.MachineState;
import io.millrace.schemas.DataQuality;
import java.util.function.Consumer;

/**
 * Moves a machine on from reading to reading: pauses, missing steps, missing sensors, the next window. Decides by the machine's own
 * readings alone. One per task, not thread-safe.
 */
final class SeriesKeeper {

    private final ScoringSettings settings;
    private final GapPolicy gaps;
    private final Bundle bundle;
    private final ScoringMetrics metrics;
    private final Consumer<ScoredWindow> marks;
    private double[] previousRow = new double[0]; // [sensors]
    private double[] imputedRow = new double[0]; // [sensors]

    /**
     * @param marks takes marks that need not wait for windows in the bundle
     */
    SeriesKeeper(ScoringSettings settings, Bundle bundle, ScoringMetrics metrics, Consumer<ScoredWindow> marks) {
        this.settings = settings;
        this.gaps = settings.gapPolicy();
        this.bundle = bundle;
        this.metrics = metrics;
        this.marks = marks;
    }

    /** Moves a machine on by the waiting reading that is next in order. */
    void advance(String machineId, MachineState state, ServingModel model) {
        long previous = state.order().lastReleased();
        double[] row = state.order().take();
        long timestamp = state.order().lastReleased();
        if (previous != ReorderBuffer.NONE) {
            endSilence(machineId, state, previous, timestamp);
            restartIfPaused(machineId, state, previous, timestamp);
        }
        boolean imputed = false;
        if (state.ring().count() > 0 && gaps.imputation() != Imputation.NONE) {
            imputed = fillMissingSensors(state, model, row);
            imputeMissingSteps(machineId, state, previous, timestamp, row);
        }
        state.append(row, imputed);
        complete(machineId, state, model, timestamp);
    }

    private void restartIfPaused(String machineId, MachineState state, long previous, long timestamp) {
        // a machine that was away for the TTL is given up whether or not the watermark came by in between
        if (timestamp - previous >= settings.stateTtlMillis()) {
            giveUp(machineId, state, previous + settings.stateTtlMillis());
        } else if (gaps.restarts(previous, timestamp)) {
            endSeries(state, ScoredWindow.mark(Kind.SERIES_RESTARTED, machineId, timestamp));
            metrics.seriesRestarted();
        }
    }

    /** Says that a machine has sent nothing for as long as it takes to be called silent; once for one silence. */
    void fallSilent(String machineId, MachineState state, long lastMillis) {
        if (!state.silent()) {
            state.silent(true);
            mark(ScoredWindow.mark(Kind.FELL_SILENT, machineId, lastMillis + settings.silenceAfterMillis()));
            metrics.fellSilent();
        }
    }

    private void endSilence(String machineId, MachineState state, long previous, long timestamp) {
        // a silence is told whether or not the watermark came by in it, so that a replay tells the same
        if (settings.watchesSilence() && timestamp - previous >= settings.silenceAfterMillis()) {
            fallSilent(machineId, state, previous);
        }
        if (state.silent() && timestamp - previous < settings.stateTtlMillis()) {
            state.silent(false);
            mark(ScoredWindow.mark(Kind.RETURNED, machineId, timestamp));
        }
    }

    private void mark(ScoredWindow mark) {
        if (!bundle.queue(mark)) {
            marks.accept(mark);
        }
    }

    /** Ends the series of a machine that has been silent for the TTL. */
    void giveUp(String machineId, MachineState state, long atMillis) {
        state.silent(false);
        endSeries(state, ScoredWindow.mark(Kind.SILENT, machineId, atMillis));
        metrics.gaveUp();
    }

    private void endSeries(MachineState state, ScoredWindow mark) {
        state.restartSeries();
        if (bundle.queue(mark)) {
            return; // the windows before it still need the smoothed score and the memory
        }
        state.smoothed(Double.NaN);
        if (mark.kind() == Kind.SILENT) {
            state.forgetMemory();
        }
        marks.accept(mark);
    }

    /** Fills what the reading lacks; true when the model looks at any of it. */
    private boolean fillMissingSensors(MachineState state, ServingModel model, double[] row) {
        if (previousRow.length != row.length) {
            previousRow = new double[row.length];
            imputedRow = new double[row.length];
        }
        state.ring().copyNewest(previousRow);
        boolean imputed = false;
        for (int j = 0; j < row.length; j++) {
            if (Double.isNaN(row[j])) {
                row[j] = gaps.imputation() == Imputation.FIXED ? gaps.fixedValue() : previousRow[j];
                imputed |= model == null || model.needs(j);
            }
        }
        return imputed;
    }

    private void imputeMissingSteps(String machineId, MachineState state, long previous, long timestamp, double[] row) {
        int missing = gaps.missingSteps(previous, timestamp);
        if (missing == 0) {
            return;
        }
        // steps that would leave the ring again at once need not enter it
        for (int i = Math.max(1, missing - state.ring().capacity() + 1); i <= missing; i++) {
            gaps.impute(previousRow, row, i, missing, imputedRow);
            state.append(imputedRow, true);
            metrics.imputedStep();
        }
        bundle.breakRun(machineId); // a window that ends on an imputed step is evidence of nothing: it is not scored
    }

    private void complete(String machineId, MachineState state, ServingModel model, long timestamp) {
        if (model == null) {
            metrics.unscored(UnscoredReason.NO_MODEL);
        } else if (!state.ring().isFull()) {
            metrics.unscored(UnscoredReason.WARMING_UP);
        } else if (!bundle.add(machineId, state, model, timestamp, quality(state))) {
            metrics.unscored(UnscoredReason.MISSING_VALUES);
        }
    }

    private DataQuality quality(MachineState state) {
        int imputed = state.imputed().marked();
        if (imputed == 0) {
            return DataQuality.GOOD;
        }
        boolean degraded = imputed >= settings.degradedShare() * state.ring().capacity();
        return degraded ? DataQuality.DEGRADED : DataQuality.IMPUTED;
    }
}
