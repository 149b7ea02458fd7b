package io.millrace.cli.demo;

import io.millrace.cli.demo.Traffic.Outgoing;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.training.series.Series;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Rows of a file as records, all machines together in the order of time. */
final class FileTraffic implements Iterator<Outgoing> {

    private final RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);
    private final PriorityQueue<Cursor> cursors =
            new PriorityQueue<>(Comparator.comparingLong(Cursor::time).thenComparingInt(Cursor::number));

    /** The next row of one series. */
    private record Cursor(Series series, int number, int row) {

        long time() {
            return series.timestamps()[row];
        }
    }

    private FileTraffic(List<Series> series) {
        for (int number = 0; number < series.size(); number++) {
            if (series.get(number).length() > 0) {
                cursors.add(new Cursor(series.get(number), number, 0));
            }
        }
    }

    static Traffic of(List<Series> series) {
        return new Traffic(
                new FileTraffic(series),
                series.stream().mapToLong(Series::length).sum());
    }

    @Override
    public boolean hasNext() {
        return !cursors.isEmpty();
    }

    @Override
    public Outgoing next() {
        Cursor cursor = cursors.poll();
        if (cursor == null) {
            throw new NoSuchElementException("the file has ended");
        }
        Series series = cursor.series();
        if (cursor.row() + 1 < series.length()) {
            cursors.add(new Cursor(series, cursor.number(), cursor.row() + 1));
        }
        Map<String, Double> values = new HashMap<>();
        double[] row = series.rows()[cursor.row()];
        for (int s = 0; s < row.length; s++) {
            values.put(series.layout().sensor(s).name(), row[s]);
        }
        return new Outgoing(
                series.machineId(),
                encoder.encode(new SensorReading(series.machineId(), cursor.time(), values, null)),
                cursor.number());
    }
}
