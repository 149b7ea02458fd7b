package io.millrace.detection.forest;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.state.RandomCutForestMapper;
import com.amazon.randomcutforest.state.RandomCutForestState;
import io.millrace.detection.score.MachineMemory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * A machine's own forest. One per machine, not thread-safe.
 *
 * <pre>
 *  version 1:  1 byte version · 4 bytes dimensions · 8 bytes CRC-32 of what follows · the library's state, serialised by Java
 * </pre>
 */
final class ForestMemory implements MachineMemory {

    private static final byte FORMAT = 1;
    private static final int HEADER = 1 + 4 + 8;

    /** A checkpoint is trusted, but nothing beside a forest's state is ever looked for in it. */
    private static final ObjectInputFilter STATES = ObjectInputFilter.Config.createFilter(
            "com.amazon.randomcutforest.state.**;java.util.ArrayList;java.lang.*;!*");

    private final RandomCutForest forest;

    ForestMemory(RandomCutForest forest) {
        this.forest = forest;
    }

    RandomCutForest forest() {
        return forest;
    }

    @Override
    public byte[] toBytes() {
        var state = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(state)) {
            out.writeObject(mapper().toState(forest));
        } catch (IOException e) {
            throw new UncheckedIOException("a forest always has a serial form", e);
        }
        byte[] bytes = state.toByteArray();
        return ByteBuffer.allocate(HEADER + bytes.length)
                .put(FORMAT)
                .putInt(forest.getDimensions())
                .putLong(checksum(bytes, 0))
                .put(bytes)
                .array();
    }

    /** @throws IllegalArgumentException when the bytes are no forest over so many dimensions */
    static ForestMemory restore(byte[] bytes, int dimensions) {
        if (bytes.length < HEADER || bytes[0] != FORMAT) {
            throw new IllegalArgumentException("a forest's memory of format " + FORMAT + " was expected, found "
                    + bytes.length + " bytes" + (bytes.length == 0 ? "" : " of format " + bytes[0])
                    + ": start this machine with a new memory");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 1, HEADER - 1);
        int found = header.getInt();
        if (found != dimensions) {
            throw new IllegalArgumentException("a forest over " + dimensions + " values was expected, found one over "
                    + found + ": start this machine with a new memory");
        }
        if (header.getLong() != checksum(bytes, HEADER)) {
            throw new IllegalArgumentException("a forest's memory of " + bytes.length
                    + " bytes is damaged, its checksum does not hold: start this machine with a new memory");
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes, HEADER, bytes.length - HEADER))) {
            in.setObjectInputFilter(STATES);
            return new ForestMemory(mapper().toModel((RandomCutForestState) in.readObject()));
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "a forest's memory was written by another release of its library (" + e.getMessage()
                            + "): start this machine with a new memory",
                    e);
        }
    }

    private static long checksum(byte[] bytes, int from) {
        var checksum = new CRC32();
        checksum.update(bytes, from, bytes.length - from);
        return checksum.getValue();
    }

    /** Trees are kept as they grew: one that is grown anew from its points is another one. */
    private static RandomCutForestMapper mapper() {
        var mapper = new RandomCutForestMapper();
        mapper.setSaveTreeStateEnabled(true);
        mapper.setSaveSamplerStateEnabled(true);
        mapper.setSaveCoordinatorStateEnabled(true);
        mapper.setSaveExecutorContextEnabled(true);
        mapper.setPartialTreeStateEnabled(true);
        mapper.setCompressionEnabled(false);
        return mapper;
    }
}
