package io.millrace.training.series;

import io.millrace.detection.reading.SensorLayout;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How series of machines that do not have the same sensors become series of one layout. Sensors are the same when their names are; arrays
 * without names are called by their columns, so their columns are. The order of columns may differ anywhere.
 */
public enum SensorAlignment {
    /** Series must have the same sensors. */
    EQUAL,
    /** Sensors that every series has; the others are left out. */
    INTERSECTION;

    /**
     * Series of one layout.
     *
     * @param series in the order given
     * @param leftOut sensors that some series lack and that are therefore left out, each with the machines that have it
     */
    public record Aligned(List<Series> series, Map<String, List<String>> leftOut) {

        public Aligned {
            series = List.copyOf(series);
        }
    }

    /**
     * @param series at least one
     * @param origin says of a series where it comes from, for messages
     * @throws IllegalArgumentException if the series do not fit each other; names two of them, what they lack and the way out
     */
    public Aligned align(List<Series> series, Function<Series, String> origin) {
        Set<String> all = new LinkedHashSet<>();
        series.forEach(one -> all.addAll(one.layout().names()));
        Set<String> common = new LinkedHashSet<>(series.get(0).layout().names());
        series.forEach(one -> common.retainAll(one.layout().names()));
        if (this == EQUAL && common.size() < all.size()) {
            throw differing(series, origin);
        }
        if (common.isEmpty()) {
            throw new IllegalArgumentException(
                    "no sensor is common to all %d series: the first, %s, has %s; train machines of one kind together"
                            .formatted(
                                    series.size(),
                                    origin.apply(series.get(0)),
                                    series.get(0).layout()));
        }
        Map<String, List<String>> leftOut = new LinkedHashMap<>();
        for (String sensor : all) {
            if (!common.contains(sensor)) {
                leftOut.put(
                        sensor,
                        series.stream()
                                .filter(one -> one.layout().indexOf(sensor) >= 0)
                                .map(Series::machineId)
                                .distinct()
                                .toList());
            }
        }
        List<String> names = List.copyOf(common);
        return new Aligned(series.stream().map(one -> select(one, names)).toList(), leftOut);
    }

    /** Names the first two series that differ. */
    private static IllegalArgumentException differing(List<Series> series, Function<Series, String> origin) {
        Series first = series.get(0);
        Series other = series.stream()
                .filter(one -> !Set.copyOf(one.layout().names())
                        .equals(Set.copyOf(first.layout().names())))
                .findFirst()
                .orElseThrow();
        return new IllegalArgumentException(
                "one model serves one set of sensors: %s has %d%s, %s has %d%s; train them apart, or take the sensors that all have in common (intersection)"
                        .formatted(
                                origin.apply(first),
                                first.layout().size(),
                                only(first, other),
                                origin.apply(other),
                                other.layout().size(),
                                only(other, first)));
    }

    private static String only(Series one, Series other) {
        var names = new TreeSet<>(one.layout().names());
        other.layout().names().forEach(names::remove);
        return names.isEmpty() ? "" : " with " + names + " alone";
    }

    private static Series select(Series series, List<String> names) {
        if (series.layout().names().equals(names)) {
            return series;
        }
        int[] columns =
                names.stream().mapToInt(name -> series.layout().indexOf(name)).toArray();
        var rows = new double[series.length()][];
        for (int r = 0; r < rows.length; r++) {
            double[] row = series.rows()[r];
            rows[r] = IntStream.of(columns).mapToDouble(j -> row[j]).toArray();
        }
        return new Series(
                series.machineId(),
                new SensorLayout(
                        IntStream.of(columns).mapToObj(series.layout()::sensor).toList()),
                series.timestamps(),
                rows,
                series.labels());
    }
}
