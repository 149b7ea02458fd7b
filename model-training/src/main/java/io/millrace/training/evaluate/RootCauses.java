package io.millrace.training.evaluate;

import io.millrace.detection.quality.Interval;
import io.millrace.training.series.UnreadableSeriesException;
import io.millrace.training.suite.Suite;
import io.millrace.training.suite.SuiteSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which sensors caused each event of a server data set: {@code interpretation_label/SERIES.txt} with lines {@code start-end:dim,dim,…},
 * dimensions counted from 1.
 *
 * @param rows the event
 * @param sensors names of the sensors that caused it
 */
record RootCauses(Interval rows, Set<String> sensors) {

    /** The causes of a series' events; none where nobody wrote them down. */
    static List<RootCauses> read(Suite suite, Path datasets, SuiteSeries series) throws IOException {
        Path file =
                datasets.resolve(suite.folder()).resolve("interpretation_label").resolve(series.name() + ".txt");
        if (suite != Suite.ASD && suite != Suite.SMD || !Files.isRegularFile(file)) {
            return List.of();
        }
        var all = new ArrayList<RootCauses>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                all.add(parse(file, line.strip(), series));
            }
        }
        return all;
    }

    private static RootCauses parse(Path file, String line, SuiteSeries series) throws UnreadableSeriesException {
        try {
            String[] parts = line.split("[-:]", 3);
            List<String> names = series.scored().layout().names();
            Set<String> sensors = Arrays.stream(parts[2].split(","))
                    .map(dimension -> names.get(Integer.parseInt(dimension.strip()) - 1))
                    .collect(Collectors.toSet());
            int end = Math.min(Integer.parseInt(parts[1]), series.scored().length() - 1);
            return new RootCauses(new Interval(Integer.parseInt(parts[0]), end), sensors);
        } catch (RuntimeException e) {
            throw new UnreadableSeriesException(
                    file,
                    "expected lines such as 760-765:4,5,7 with dimensions from 1 to %d, found '%s'"
                            .formatted(series.scored().layout().size(), line),
                    e);
        }
    }

    /**
     * Of the sensors that caused the event, the share among as many top-ranked ones; the ranking is by share of the error, summed over the
     * event's windows and weighted by their scores.
     *
     * @return in [0, 1], NaN when no window lies in the event
     */
    double hitRate(ScoredSeries scored) {
        return Math.max(rows.start(), scored.firstRow()) > rows.end() ? Double.NaN : hitRate(byEventError(scored), 1);
    }

    /** Sensors by their share of the error, summed over the event's windows and weighted by their scores. */
    List<String> byEventError(ScoredSeries scored) {
        var weights = new double[scored.sensors().size()];
        for (int row = Math.max(rows.start(), scored.firstRow()); row <= rows.end(); row++) {
            int n = row - scored.firstRow();
            for (int s = 0; s < weights.length; s++) {
                weights[s] += scored.share(n, s) * scored.raw()[n];
            }
        }
        return ranked(scored.sensors(), weights);
    }

    /**
     * Of the sensors that caused the event, the share among the top-ranked ones.
     *
     * @param ranking sensors, the most suspect first
     * @param breadth how many of them count, as a multiple of the number of causes, rounded down: 1 and 1.5 by custom
     */
    double hitRate(List<String> ranking, double breadth) {
        Set<String> top = ranking.stream().limit(counted(breadth)).collect(Collectors.toSet());
        return (double) sensors.stream().filter(top::contains).count() / sensors.size();
    }

    /**
     * What a ranking by lot reaches on average.
     *
     * @param scored sensors that may be ranked; a cause that is not among them is out of reach, for every ranking
     */
    double hitRateByLot(List<String> scored, double breadth) {
        long reachable = sensors.stream().filter(scored::contains).count();
        double drawn = (double) Math.min(counted(breadth), scored.size()) / scored.size();
        return reachable * drawn / sensors.size();
    }

    private int counted(double breadth) {
        return (int) (breadth * sensors.size() + 1e-9);
    }

    /** Sensors by falling weight. */
    static List<String> ranked(List<String> sensors, double[] weights) {
        return IntStream.range(0, weights.length)
                .boxed()
                .sorted((a, b) -> Double.compare(weights[b], weights[a]))
                .map(sensors::get)
                .toList();
    }
}
