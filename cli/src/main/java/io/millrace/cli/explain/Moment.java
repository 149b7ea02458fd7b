package io.millrace.cli.explain;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.series.MemoryReplay;
import io.millrace.detection.series.SeriesScores;
import io.millrace.schemas.Alert;
import io.millrace.schemas.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A window of a machine that is to be explained. Its arrays belong to it, nobody writes to them.
 *
 * @param artefact the model
 * @param machineId whose window
 * @param timestamps epoch milliseconds, [rows]
 * @param rows raw values in the model's order, [rows][sensors]
 * @param scores of all windows of these rows
 * @param window number of the window among them
 * @param choice which window this is, for people
 * @param alert that is explained, where it is one
 */
record Moment(
        ModelArtefact artefact,
        String machineId,
        long[] timestamps,
        double[][] rows,
        SeriesScores scores,
        int window,
        String choice,
        Optional<Alert> alert) {

    /** Row of the window's newest reading. */
    int row() {
        return scores.firstRow() + window;
    }

    Instant at() {
        return Instant.ofEpochMilli(timestamps[row()]);
    }

    /** Raw rows of the window, lookback included. */
    double[][] windowRows() {
        return Arrays.copyOfRange(rows, window, row() + 1);
    }

    double threshold() {
        return artefact.thresholds().forMachine(machineId);
    }

    /** How urgent an alert of this window alone would be, by its score before smoothing. */
    Severity severity() {
        double ratio = scores.raw()[window] / threshold();
        return ratio >= artefact.thresholds().criticalRatio() ? Severity.CRITICAL : Severity.WARNING;
    }

    /** What the machine had shown before, as far as the rows go back; null for a detector without memory. */
    MachineMemory memory() {
        var memory = new AtomicReference<MachineMemory>();
        MemoryReplay.visit(
                artefact.preprocessing(),
                artefact.detector(),
                rows,
                new int[] {window},
                (number, before) -> memory.set(before));
        return memory.get();
    }
}
