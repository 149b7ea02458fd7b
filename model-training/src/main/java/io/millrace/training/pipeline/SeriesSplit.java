package io.millrace.training.pipeline;

import io.millrace.training.series.Series;

/**
 * One series divided in time: rows [0, validationFrom) fit the network, [validationFrom, calibrationFrom) decide when to stop, the rest
 * calibrates the threshold.
 */
record SeriesSplit(Series series, int validationFrom, int calibrationFrom, int steps) {

    static SeriesSplit of(Series series, TrainingOptions options) {
        int steps = options.network().steps();
        int lookback = options.input().features().lookbackRows();
        int rows = series.length();
        int calibrationFrom = rows - Math.max(1, (int) (rows * options.split().calibration()));
        int validationFrom =
                calibrationFrom - (int) (calibrationFrom * options.split().validation());
        int needed = steps + lookback;
        if (validationFrom < needed && calibrationFrom >= needed) {
            validationFrom = calibrationFrom; // too short for a validation part: the training error decides
        }
        if (validationFrom < needed) {
            throw new UnusableSeriesException(
                    series.machineId(),
                    "has %d training rows, of which %d are held back for the threshold: a window of %d rows does not fit; use more training rows or fewer steps"
                            .formatted(rows, rows - calibrationFrom, needed));
        }
        return new SeriesSplit(series, validationFrom, calibrationFrom, steps);
    }

    Series fit() {
        return series.head(validationFrom);
    }

    int validationRows() {
        return calibrationFrom - validationFrom;
    }

    /** Validation rows after the rows that their first window and its features look back on. */
    Series validationWithLead(int lookback) {
        return series.slice(validationFrom - (steps - 1 + lookback), calibrationFrom);
    }
}
