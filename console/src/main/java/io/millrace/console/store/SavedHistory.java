package io.millrace.console.store;

import io.millrace.console.plant.Evidence;
import io.millrace.console.plant.HistoryBucket;
import io.millrace.console.plant.Rows;
import io.millrace.console.plant.Unsaved;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * One save: the buckets that changed, rows of alerts, and up to where topics had been read by then. One record of the log, so that history
 * and offsets cannot part: after a crash what came since is read again and counted once. Deflated, since names repeat.
 *
 * @param offsets partition, as {@code topic-number}, to the next offset to read
 */
record SavedHistory(Unsaved changed, Map<String, Long> offsets) {

    private static final int VERSION = 1;

    byte[] encode() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeByte(VERSION);
            out.writeInt(offsets.size());
            for (Map.Entry<String, Long> offset : offsets.entrySet()) {
                out.writeUTF(offset.getKey());
                out.writeLong(offset.getValue());
            }
            out.writeInt(changed.machines().size());
            for (Map.Entry<String, Unsaved.Buckets> machine : changed.machines().entrySet()) {
                writeText(out, machine.getKey());
                writeNames(out, machine.getValue().sensors());
                out.writeInt(machine.getValue().buckets().size());
                for (HistoryBucket bucket : machine.getValue().buckets()) {
                    write(out, bucket);
                }
            }
            out.writeInt(changed.evidence().size());
            for (Evidence evidence : changed.evidence()) {
                write(out, evidence);
            }
        }
        return bytes.toByteArray();
    }

    static SavedHistory decode(byte[] content) throws IOException {
        try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(content)))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IOException("history of version " + version + ", this release reads version " + VERSION);
            }
            var offsets = new LinkedHashMap<String, Long>();
            for (int i = in.readInt(); i > 0; i--) {
                offsets.put(in.readUTF(), in.readLong());
            }
            var machines = new LinkedHashMap<String, Unsaved.Buckets>();
            for (int i = in.readInt(); i > 0; i--) {
                String id = readText(in);
                List<String> sensors = readNames(in);
                var buckets = new ArrayList<HistoryBucket>();
                for (int b = in.readInt(); b > 0; b--) {
                    buckets.add(readBucket(in));
                }
                machines.put(id, new Unsaved.Buckets(sensors, buckets));
            }
            var evidence = new ArrayList<Evidence>();
            for (int i = in.readInt(); i > 0; i--) {
                evidence.add(readEvidence(in));
            }
            return new SavedHistory(new Unsaved(machines, evidence), offsets);
        }
    }

    private static void write(DataOutputStream out, HistoryBucket bucket) throws IOException {
        out.writeLong(bucket.startMillis());
        out.writeInt(bucket.readings());
        out.writeInt(bucket.anomalous());
        out.writeFloat(bucket.maxRatio());
        out.writeFloat(bucket.threshold());
        out.writeShort(bucket.lows().length);
        for (int s = 0; s < bucket.lows().length; s++) {
            out.writeFloat(bucket.lows()[s]);
            out.writeFloat(bucket.highs()[s]);
        }
        out.writeByte(bucket.ratioCounts().length);
        for (int count : bucket.ratioCounts()) {
            out.writeInt(count);
        }
    }

    private static HistoryBucket readBucket(DataInputStream in) throws IOException {
        long start = in.readLong();
        int readings = in.readInt();
        int anomalous = in.readInt();
        float maxRatio = in.readFloat();
        float threshold = in.readFloat();
        int sensors = in.readUnsignedShort();
        var lows = new float[sensors];
        var highs = new float[sensors];
        for (int s = 0; s < sensors; s++) {
            lows[s] = in.readFloat();
            highs[s] = in.readFloat();
        }
        var counts = new int[in.readUnsignedByte()];
        for (int c = 0; c < counts.length; c++) {
            counts[c] = in.readInt();
        }
        return HistoryBucket.restore(start, readings, anomalous, maxRatio, threshold, lows, highs, counts);
    }

    private static void write(DataOutputStream out, Evidence evidence) throws IOException {
        Rows rows = evidence.rows();
        out.writeUTF(evidence.alertId());
        out.writeLong(evidence.atMillis());
        writeNames(out, rows.sensors());
        out.writeInt(rows.count());
        for (int r = 0; r < rows.count(); r++) {
            out.writeLong(rows.timestamps()[r]);
            for (double value : rows.values()[r]) {
                out.writeDouble(value);
            }
        }
    }

    private static Evidence readEvidence(DataInputStream in) throws IOException {
        String alertId = in.readUTF();
        long at = in.readLong();
        List<String> sensors = readNames(in);
        int count = in.readInt();
        var timestamps = new long[count];
        var values = new double[count][sensors.size()];
        for (int r = 0; r < count; r++) {
            timestamps[r] = in.readLong();
            for (int s = 0; s < sensors.size(); s++) {
                values[r][s] = in.readDouble();
            }
        }
        return new Evidence(alertId, at, new Rows(sensors, timestamps, values));
    }

    private static void writeNames(DataOutputStream out, List<String> names) throws IOException {
        out.writeShort(names.size());
        for (String name : names) {
            writeText(out, name);
        }
    }

    private static List<String> readNames(DataInputStream in) throws IOException {
        var names = new ArrayList<String>();
        for (int n = in.readUnsignedShort(); n > 0; n--) {
            names.add(readText(in));
        }
        return names;
    }

    /** Names come from outside and may be longer than {@code writeUTF} takes. */
    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
