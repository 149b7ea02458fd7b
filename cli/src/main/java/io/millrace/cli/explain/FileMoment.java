package io.millrace.cli.explain;

import io.millrace.cli.BadInputException;
import io.millrace.cli.data.CsvFields;
import io.millrace.cli.data.ModelRows;
import io.millrace.cli.data.UserData;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the window of a file that is to be explained. */
final class FileMoment {

    private FileMoment() {}

    /**
     * @param machine whose rows, empty for the machine with the highest score over threshold
     * @param at a row, from 0, or a time; empty for the window with the highest score
     * @throws BadInputException if there is no such machine or window, or the model does not fit
     */
    static Moment find(
            Path file, CsvFields fields, ModelArtefact artefact, Optional<String> machine, Optional<String> at)
            throws IOException {
        List<Series> all = UserData.series(file, fields).series();
        List<Series> chosen = all.stream()
                .filter(series -> machine.isEmpty() || series.machineId().equals(machine.get()))
                .toList();
        if (chosen.isEmpty()) {
            throw new BadInputException(file + " holds no machine " + machine.orElseThrow() + ", found "
                    + all.stream().map(Series::machineId).limit(8).toList() + ": correct --machine");
        }
        if (at.isPresent() && chosen.size() > 1) {
            throw new BadInputException(file + " holds " + chosen.size() + " machines, so --at " + at.get()
                    + " names no window: add --machine");
        }
        Moment best = null;
        for (Series series : chosen) {
            double[][] rows = ModelRows.of(series, artefact, file);
            SeriesScores scores =
                    new SeriesScorer(artefact.preprocessing(), artefact.detector(), artefact.smoothing()).score(rows);
            if (scores.windows() == 0) {
                continue;
            }
            int window = at.isPresent() ? window(at.get(), series, scores) : highest(scores);
            String choice = at.isPresent() ? "the window asked for" : "the window with the highest score";
            var moment = new Moment(
                    artefact, series.machineId(), series.timestamps(), rows, scores, window, choice, Optional.empty());
            best = best == null || ratio(moment) > ratio(best) ? moment : best;
        }
        if (best == null) {
            int most = chosen.stream().mapToInt(Series::length).max().orElseThrow();
            throw new BadInputException("a window of model " + artefact.modelId() + " takes " + artefact.ringRows()
                    + " rows, " + file + " has " + most + ": give it more rows");
        }
        return best;
    }

    private static double ratio(Moment moment) {
        return moment.scores().raw()[moment.window()] / moment.threshold();
    }

    private static int highest(SeriesScores scores) {
        int highest = 0;
        for (int n = 1; n < scores.windows(); n++) {
            highest = scores.raw()[n] > scores.raw()[highest] ? n : highest;
        }
        return highest;
    }

    private static int window(String at, Series series, SeriesScores scores) {
        int row = at.matches("\\d{1,9}") ? Integer.parseInt(at) : row(at, series);
        if (row >= series.length()) {
            throw new BadInputException(
                    "--at " + at + " is past the last row, which is " + (series.length() - 1) + ": give one up to it");
        }
        if (row < scores.firstRow()) {
            throw new BadInputException("--at " + at + " is row " + row + ", where no window ends yet: the first one"
                    + " ends in row " + scores.firstRow() + ", at "
                    + Instant.ofEpochMilli(series.timestamps()[scores.firstRow()]));
        }
        return row - scores.firstRow();
    }

    /** The newest row at or before a time. */
    private static int row(String at, Series series) {
        long millis;
        try {
            millis = Instant.parse(at).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new BadInputException(
                    "--at expects a row, from 0, or a time such as 2026-03-01T06:00:00Z, found " + at, e);
        }
        long[] times = series.timestamps();
        if (millis < times[0] || millis > times[times.length - 1]) {
            throw new BadInputException("--at " + at + " is outside the rows of " + series.machineId()
                    + ", which go from " + Instant.ofEpochMilli(times[0]) + " to "
                    + Instant.ofEpochMilli(times[times.length - 1]));
        }
        int found = Arrays.binarySearch(times, millis);
        return found >= 0 ? found : -found - 2;
    }
}
