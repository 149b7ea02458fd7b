package io.millrace.training.pipeline;

import io.millrace.training.series.Series;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a model comes from: the data by its hash, and the machine that it was trained on. */
public final class Provenance {

    private Provenance() {}

    public static SortedMap<String, String> of(List<Series> training) {
        var all = new TreeMap<String, String>();
        all.put("data.machines", TrainingPipeline.machines(training));
        all.put("data.series", Integer.toString(training.size()));
        all.put(
                "data.rows",
                Long.toString(training.stream().mapToLong(Series::length).sum()));
        all.put("data.sha256", hash(training));
        String version = Provenance.class.getPackage().getImplementationVersion();
        all.put("millrace.version", version == null ? "development" : version);
        all.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
        all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return all;
    }

    /** SHA-256 over machine ids, sensor names, timestamps and values. */
    private static String hash(List<Series> training) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        for (Series series : training) {
            digest.update(series.machineId().getBytes(StandardCharsets.UTF_8));
            digest.update(series.layout().names().toString().getBytes(StandardCharsets.UTF_8));
            var row = ByteBuffer.allocate(8 * (1 + series.layout().size()));
            for (int r = 0; r < series.length(); r++) {
                row.clear();
                row.putLong(series.timestamps()[r]);
                for (double value : series.rows()[r]) {
                    row.putDouble(value);
                }
                digest.update(row.array());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
