package io.millrace.training.evaluate;

import io.millrace.detection.file.WholeFile;
import io.millrace.training.network.TrainingCurve;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.series.Series;
import io.millrace.training.suite.SuiteSeries;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Scores on disk, so that another threshold does not cost another fit. A file is named by the hash of all that decides its contents: the
 * rows, the recipe, the seed, and {@link #CODE_VERSION}. A file is there whole or not at all; one that cannot be read counts as absent.
 */
public final class ScoreCache {

    /** Grows whenever the same recipe would give other scores, or the file another layout. */
    static final int CODE_VERSION = 2;

    private static final int MAGIC = 0x4D524353; // "MRCS"

    private final Optional<Path> folder;

    private ScoreCache(Optional<Path> folder) {
        this.folder = folder;
    }

    public static ScoreCache in(Path folder) {
        return new ScoreCache(Optional.of(folder));
    }

    /** Remembers nothing. */
    public static ScoreCache none() {
        return new ScoreCache(Optional.empty());
    }

    /** What is known of these scores; empty when nothing is. */
    Optional<ScoredSeries> find(String key) throws IOException {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file(key))))) {
            return in.readInt() == MAGIC ? Optional.of(read(in)) : Optional.empty();
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException damaged) {
            return Optional.empty(); // the scores are computed again and the file is replaced
        }
    }

    void keep(String key, ScoredSeries scored) throws IOException {
        if (folder.isEmpty()) {
            return;
        }
        try {
            WholeFile.write(file(key), content -> {
                var out = new DataOutputStream(content);
                out.writeInt(MAGIC);
                write(out, scored);
            });
        } catch (IOException e) {
            throw new IOException("scores cannot be kept: " + e.getMessage() + ", or keep none", e);
        }
    }

    private Path file(String key) {
        return folder.orElseThrow().resolve(key + ".scores");
    }

    /** Hash of all that decides the scores. */
    static String key(SuiteSeries series, DetectorRecipe recipe, long seed) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        long seedThatMatters = recipe.random() ? seed : 0;
        String head = CODE_VERSION + "\n" + recipe + "\n" + seedThatMatters + "\n"
                + series.train().layout().names() + "\n" + series.train().length();
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        update(digest, series.train());
        update(digest, series.scored());
        return HexFormat.of().formatHex(digest.digest()).substring(0, 40);
    }

    private static void update(MessageDigest digest, Series series) {
        var row = ByteBuffer.allocate(8 * series.layout().size());
        for (double[] values : series.rows()) {
            row.clear();
            for (double value : values) {
                row.putDouble(value);
            }
            digest.update(row.array());
        }
    }

    private static void write(DataOutputStream out, ScoredSeries scored) throws IOException {
        out.writeInt(scored.firstRow());
        out.writeInt(scored.steps());
        writeDoubles(out, scored.raw());
        writeDoubles(out, scored.delayed());
        writeDoubles(out, scored.calibration());
        out.writeInt(scored.sensors().size());
        for (String sensor : scored.sensors()) {
            out.writeUTF(sensor);
        }
        var shares = ByteBuffer.allocate(4 * scored.shares().length);
        shares.asFloatBuffer().put(scored.shares());
        out.writeInt(scored.shares().length);
        out.write(shares.array());
        out.writeInt(scored.curve().size());
        for (TrainingCurve.Epoch epoch : scored.curve()) {
            out.writeInt(epoch.number());
            out.writeDouble(epoch.trainingError());
            out.writeDouble(epoch.validationError());
            out.writeDouble(epoch.seconds());
            out.writeBoolean(epoch.best());
        }
        out.writeDouble(scored.fitSeconds());
        out.writeDouble(scored.scoreSeconds());
    }

    private static ScoredSeries read(DataInputStream in) throws IOException {
        int firstRow = in.readInt();
        int steps = in.readInt();
        double[] raw = readDoubles(in);
        double[] delayed = readDoubles(in);
        double[] calibration = readDoubles(in);
        List<String> sensors = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            sensors.add(in.readUTF());
        }
        var shares = new float[in.readInt()];
        ByteBuffer.wrap(in.readNBytes(4 * shares.length)).asFloatBuffer().get(shares);
        List<TrainingCurve.Epoch> curve = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            curve.add(new TrainingCurve.Epoch(
                    in.readInt(), in.readDouble(), in.readDouble(), in.readDouble(), in.readBoolean()));
        }
        return new ScoredSeries(
                firstRow, steps, raw, delayed, calibration, sensors, shares, curve, in.readDouble(), in.readDouble());
    }

    private static void writeDoubles(DataOutputStream out, double[] values) throws IOException {
        var bytes = ByteBuffer.allocate(8 * values.length);
        bytes.asDoubleBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    private static double[] readDoubles(DataInputStream in) throws IOException {
        var values = new double[in.readInt()];
        byte[] bytes = in.readNBytes(8 * values.length);
        if (bytes.length < 8 * values.length) {
            throw new IOException("file ends early");
        }
        ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
        return values;
    }
}
