package io.millrace.console.plant;

import java.util.List;

/**
 * All that is kept of one machine, copied.
 *
 * @param sensors names of the columns of rows and of history
 * @param rows the last readings, one by one
 * @param scores the last scores, one by one
 * @param history by two minutes, oldest first
 */
public record MachineHistory(
        MachineCard card,
        List<String> sensors,
        Rows rows,
        Scores scores,
        List<HistoryBucket> history,
        long intervalMillis) {}
