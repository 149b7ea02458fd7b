package io.millrace.training.series;

import java.util.List;

/**
 * What a file or a topic held.
 *
 * @param series one per machine, in the order of their first rows; rows in time order
 * @param rowsRead data rows of the file; readings of the topic
 * @param rowsDropped rows left out because a sensor value was missing, not a number or infinite
 * @param rowsReordered rows that stood after a later one of their machine
 * @param ignoredColumns columns that are no sensors because they hold text, or nothing
 * @param syntheticTime whether there was no time: the rows are then a second apart
 */
public record RecordedSeries(
        List<Series> series,
        long rowsRead,
        long rowsDropped,
        long rowsReordered,
        List<String> ignoredColumns,
        boolean syntheticTime) {

    public RecordedSeries {
        series = List.copyOf(series);
        ignoredColumns = List.copyOf(ignoredColumns);
    }
}
