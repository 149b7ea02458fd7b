package io.millrace.job.operator;

import io.millrace.job.state.SensorNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Unpacks a reading's bytes into a row. One per task, not thread-safe; allocates nothing but the row. */
final class RowFiller implements SensorSink {

    private final ReadingDecoder decoder;
    private final List<String> unknown = new ArrayList<>();
    private SensorNames names;
    private double[] row;
    private boolean collectUnknown;
    private int known;

    RowFiller(ReadingDecoder decoder) {
        this.decoder = decoder;
    }

    /** Fills {@code row}, [sensors]; a sensor without a value is NaN. Returns how many values of known sensors there were. */
    int fill(byte[] value, SensorNames names, double[] row) {
        this.names = names;
        this.row = row;
        this.known = 0;
        this.collectUnknown = false;
        Arrays.fill(row, Double.NaN);
        decoder.decode(value, this);
        return known;
    }

    /** These names, and after them the sensors of this reading that are not among them. */
    SensorNames extend(byte[] value, SensorNames names) {
        this.names = names;
        this.row = null;
        this.collectUnknown = true;
        unknown.clear();
        decoder.decode(value, this);
        return unknown.isEmpty() ? names : names.with(unknown);
    }

    @Override
    public void sensor(byte[] buffer, int offset, int length, double value) {
        int column = names.column(buffer, offset, length);
        if (column < 0) {
            if (collectUnknown) {
                unknown.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
            }
            return;
        }
        if (row != null) {
            row[column] = value;
            known++;
        }
    }
}
