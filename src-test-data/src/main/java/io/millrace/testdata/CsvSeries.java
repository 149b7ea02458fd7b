package io.millrace.testdata;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;

/**
 * One machine's readings as CSV: {@code timestamp,<sensors…>,label} with ISO-8601 times in UTC and label 1 for faulty
 * readings. Values are written with the sensor's decimals, which is all the instrument resolves: nothing is lost.
 */
public final class CsvSeries {

    private static final long[] SCALES = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private CsvSeries() {}

    /** Writes the header and one line per reading; lines end with a line feed on every platform. */
    public static void write(MachineType type, Iterator<SimulatedReading> readings, Appendable out) throws IOException {
        List<Sensor> sensors = type.sensors();
        out.append("timestamp");
        for (Sensor sensor : sensors) {
            out.append(',').append(sensor.name());
        }
        out.append(",label\n");
        StringBuilder line = new StringBuilder(120);
        while (readings.hasNext()) {
            SimulatedReading reading = readings.next();
            line.setLength(0);
            DateTimeFormatter.ISO_INSTANT.formatTo(Instant.ofEpochMilli(reading.timestampMillis()), line);
            for (int i = 0; i < sensors.size(); i++) {
                appendDecimal(
                        line.append(','), reading.values()[i], sensors.get(i).decimals());
            }
            out.append(line.append(reading.faulty() ? ",1\n" : ",0\n"));
        }
    }

    /** By hand: {@code Double.toString} changed between JDKs, {@code String.format} is slow and minds the locale. */
    static void appendDecimal(StringBuilder out, double value, int decimals) {
        long scaled = Math.round(value * SCALES[decimals]);
        if (scaled < 0) {
            out.append('-');
            scaled = -scaled;
        }
        out.append(scaled / SCALES[decimals]);
        if (decimals > 0) {
            String fraction = Long.toString(scaled % SCALES[decimals]);
            out.append('.').append("0".repeat(decimals - fraction.length())).append(fraction);
        }
    }
}
