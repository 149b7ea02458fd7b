package io.millrace.console.explain;

import io.millrace.detection.explain.Attribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each sensor adds to a window's score, by part of the window, ready to be shown: in multiples of the threshold.
 *
 * @param parts of the window, oldest first
 * @param rows largest first; the last one may stand for the sensors that are not shown
 */
public record AttributionTable(List<Part> parts, List<Row> rows) {

    /** Of a cell, for the size of what it says. */
    public static final int SHADES = 5;

    private static final int MOST_SENSORS = 12;

    /** Event times of the first and the last step. */
    public record Part(long from, long to) {}

    /**
     * One sensor.
     *
     * @param adds to the score, with its standard error
     * @param cells one per part of the window; none where several sensors share a row
     */
    public record Row(String sensor, String adds, List<Cell> cells) {}

    /**
     * One sensor in one part of the window.
     *
     * @param shade its size beside the largest, in [−{@value #SHADES}, {@value #SHADES}], below 0 where it makes the score lower
     */
    public record Cell(String text, int shade) {}

    public static AttributionTable of(DeepExplanation deep) {
        Attribution attribution = deep.explanation().attribution();
        var multiples = new Multiples(deep.explanation().threshold());
        double largest = Arrays.stream(attribution.values())
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .reduce(Double.MIN_VALUE, Math::max);
        List<Integer> ranking = attribution.ranking();
        var rows = new ArrayList<Row>();
        for (int sensor : ranking.subList(0, Math.min(MOST_SENSORS, ranking.size()))) {
            rows.add(row(attribution, sensor, largest, multiples));
        }
        if (ranking.size() > MOST_SENSORS) {
            rows.add(others(attribution, ranking.subList(MOST_SENSORS, ranking.size()), multiples));
        }
        return new AttributionTable(
                attribution.segments().stream()
                        .map(segment -> new Part(deep.at(segment.oldest()), deep.at(segment.newest())))
                        .toList(),
                rows);
    }

    private static Row row(Attribution attribution, int sensor, double largest, Multiples multiples) {
        List<Cell> cells = Arrays.stream(attribution.values()[sensor])
                .mapToObj(value -> cell(value, (int) Math.round(SHADES * value / largest), multiples))
                .toList();
        return new Row(
                attribution.sensors().get(sensor),
                multiples.signed(attribution.sensorValues()[sensor]) + " ± "
                        + multiples.of(attribution.sensorErrors()[sensor]),
                cells);
    }

    private static Cell cell(double value, int shade, Multiples multiples) {
        return new Cell(shade == 0 ? "·" : multiples.signed(value), shade);
    }

    private static Row others(Attribution attribution, List<Integer> sensors, Multiples multiples) {
        double sum = sensors.stream()
                .mapToDouble(sensor -> attribution.sensorValues()[sensor])
                .sum();
        return new Row(sensors.size() + " others", multiples.signed(sum), List.of());
    }
}
