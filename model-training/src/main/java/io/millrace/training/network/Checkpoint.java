package io.millrace.training.network;

import io.millrace.detection.file.WholeFile;
import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.simd.training.AutoencoderShape;
import io.millrace.detection.simd.training.TrainerState;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file that a training goes on from after an interruption: weights, optimiser, the best weights so far and the curve, as they were after an
 * epoch. It is there whole or not at all, and serves the training that wrote it alone.
 */
public final class Checkpoint {

    private static final int MAGIC = 0x4D524350; // "MRCP"

    private final Path file;
    private final String identity;
    private final boolean resume;

    /**
     * @param file written after each epoch
     * @param identity data and options of the training, as text
     * @param resume whether to go on from the file where it is there
     */
    public Checkpoint(Path file, String identity, boolean resume) {
        this.file = file;
        this.identity = identity;
        this.resume = resume;
    }

    boolean resume() {
        return resume;
    }

    /**
     * A training between two epochs.
     *
     * @param state of weights and optimiser
     * @param best weights of the best epoch
     * @param epochs so far, at least one
     */
    record Content(TrainerState state, LstmAutoencoder best, List<TrainingCurve.Epoch> epochs) {}

    /**
     * @throws UncheckedIOException if the file cannot be written; the one before it, if any, stays
     */
    void save(Content content) {
        try {
            WholeFile.write(file, out -> write(content, new DataOutputStream(out)));
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint " + e.getMessage(), e);
        }
    }

    /**
     * Nothing where there is no file, or none is wanted.
     *
     * @throws IllegalArgumentException if the file is of another training or damaged
     */
    Optional<Content> load() {
        if (!resume || !Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException(file + " is no checkpoint: remove it and train from the beginning");
            }
            String found = text(in);
            if (!found.equals(identity)) {
                throw new IllegalArgumentException(
                        "%s is of a training with other data or options: expected %s, found %s; use the same, or remove the file and train from the beginning"
                                .formatted(file, identity, found));
            }
            return Optional.of(read(in));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + " is cut or unreadable: remove it and train from the beginning", e);
        }
    }

    private void write(Content content, DataOutputStream out) throws IOException {
        AutoencoderShape shape = content.state().shape();
        out.writeInt(MAGIC);
        byte[] name = identity.getBytes(StandardCharsets.UTF_8);
        out.writeInt(name.length);
        out.write(name);
        out.writeInt(shape.features());
        out.writeInt(shape.hidden());
        out.writeInt(shape.steps());
        out.writeInt(shape.activation().ordinal());
        write(content.state().parameters(), out);
        write(content.state().mean(), out);
        write(content.state().square(), out);
        out.writeLong(content.state().iteration());
        out.writeInt(content.state().epoch());
        write(content.best().encoder(), out);
        write(content.best().decoder(), out);
        write(content.best().output().weights(), out);
        write(content.best().output().bias(), out);
        out.writeInt(content.epochs().size());
        for (TrainingCurve.Epoch epoch : content.epochs()) {
            out.writeInt(epoch.number());
            out.writeDouble(epoch.trainingError());
            out.writeDouble(epoch.validationError());
            out.writeDouble(epoch.seconds());
            out.writeBoolean(epoch.best());
        }
    }

    private static Content read(DataInputStream in) throws IOException {
        var shape = new AutoencoderShape(in.readInt(), in.readInt(), in.readInt(), Activation.values()[in.readInt()]);
        int size = shape.parameters();
        var state = new TrainerState(
                shape, floats(in, size), floats(in, size), floats(in, size), in.readLong(), in.readInt());
        int hidden = shape.hidden();
        var best = new LstmAutoencoder(
                shape.steps(),
                shape.activation(),
                layer(in, shape.features(), hidden),
                layer(in, hidden, hidden),
                new DenseLayer(
                        hidden, shape.features(), floats(in, hidden * shape.features()), floats(in, shape.features())));
        int count = in.readInt();
        var epochs = new ArrayList<TrainingCurve.Epoch>();
        for (int n = 0; n < count; n++) {
            epochs.add(new TrainingCurve.Epoch(
                    in.readInt(), in.readDouble(), in.readDouble(), in.readDouble(), in.readBoolean()));
        }
        return new Content(state, best, List.copyOf(epochs));
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void write(LstmLayer layer, DataOutputStream out) throws IOException {
        write(layer.input(), out);
        write(layer.recurrent(), out);
        write(layer.bias(), out);
    }

    private static LstmLayer layer(DataInputStream in, int inputs, int hidden) throws IOException {
        return new LstmLayer(
                inputs,
                hidden,
                floats(in, inputs * 4 * hidden),
                floats(in, hidden * 4 * hidden),
                floats(in, 4 * hidden));
    }

    private static void write(float[] values, DataOutputStream out) throws IOException {
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] floats(DataInputStream in, int count) throws IOException {
        var values = new float[count];
        for (int n = 0; n < count; n++) {
            values[n] = in.readFloat();
        }
        return values;
    }
}
