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
    INTERSECTION,
    /** Sensors that any series has; where one is lacking, a fixed value stands, as in the job with {@code window.gap.imputation: fixed}. */
    UNION;

    private static final int MOST_NAMED = 8;

    /**
     * Series of one layout.
     *
     * @param series in the order given
     * @param leftOut sensors that some series lack and that are therefore left out, each with the machines that have it
     * @param filledIn sensors that some series lack and that were filled in, each with the machines that lack it
     */
    public record Aligned(List<Series> series, Map<String, List<String>> leftOut, Map<String, List<String>> filledIn) {

        public Aligned {
            series = List.copyOf(series);
        }
    }

    /**
     * @param series at least one
     * @param fill what stands for a sensor that a series lacks, in its physical unit; used by {@link #UNION} alone
     * @param origin says of a series where it comes from, for messages
     * @throws IllegalArgumentException if the series do not fit each other; names two of them, what they lack and the way out
     */
    public Aligned align(List<Series> series, double fill, Function<Series, String> origin) {
        Set<String> all = new LinkedHashSet<>();
        series.forEach(one -> all.addAll(one.layout().names()));
        Set<String> common = new LinkedHashSet<>(series.get(0).layout().names());
        series.forEach(one -> common.retainAll(one.layout().names()));
        if (this == EQUAL && common.size() < all.size()) {
            throw differing(series, origin);
        }
        if (this == UNION) {
            SensorLayout layout = layout(series, all);
            return new Aligned(
                    series.stream().map(one -> select(one, layout, fill)).toList(),
                    Map.of(),
                    machines(series, all, common, false));
        }
        if (common.isEmpty()) {
            throw new IllegalArgumentException(
                    "no sensor is common to all %d series: the first, %s, has %s; train machines of one kind together"
                            .formatted(
                                    series.size(),
                                    origin.apply(series.get(0)),
                                    series.get(0).layout()));
        }
        SensorLayout layout = layout(series, common);
        return new Aligned(
                series.stream().map(one -> select(one, layout, fill)).toList(),
                machines(series, all, common, true),
                Map.of());
    }

    /** Sensors that not all have, each with the machines that have it, or that do not. */
    private static Map<String, List<String>> machines(
            List<Series> series, Set<String> all, Set<String> common, boolean having) {
        Map<String, List<String>> machines = new LinkedHashMap<>();
        for (String sensor : all) {
            if (!common.contains(sensor)) {
                machines.put(
                        sensor,
                        series.stream()
                                .filter(one -> one.layout().indexOf(sensor) >= 0 == having)
                                .map(Series::machineId)
                                .distinct()
                                .toList());
            }
        }
        return machines;
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
                "one model serves one set of sensors: %s has %d%s, %s has %d%s; train them apart, or take the sensors that all have (intersection) or that any has (union)"
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
        if (names.isEmpty()) {
            return "";
        }
        int more = names.size() - MOST_NAMED;
        String named = String.join(", ", names.stream().limit(MOST_NAMED).toList());
        return " with [" + named + (more > 0 ? " and " + more + " more" : "") + "] alone";
    }

    /** The sensors of these names, each as the first series that has it knows it. */
    private static SensorLayout layout(List<Series> series, Set<String> names) {
        return new SensorLayout(names.stream()
                .map(name -> series.stream()
                        .map(Series::layout)
                        .filter(layout -> layout.indexOf(name) >= 0)
                        .map(layout -> layout.sensor(layout.indexOf(name)))
                        .findFirst()
                        .orElseThrow())
                .toList());
    }

    private static Series select(Series series, SensorLayout layout, double fill) {
        if (series.layout().names().equals(layout.names())) {
            return series;
        }
        int[] columns =
                layout.names().stream().mapToInt(series.layout()::indexOf).toArray();
        var rows = new double[series.length()][];
        for (int r = 0; r < rows.length; r++) {
            double[] row = series.rows()[r];
            rows[r] = IntStream.of(columns)
                    .mapToDouble(j -> j < 0 ? fill : row[j])
                    .toArray();
        }
        return new Series(series.machineId(), layout, series.timestamps(), rows, series.labels(), series.faults());
    }
}
