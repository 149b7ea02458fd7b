package io.millrace.detection.detector;

import io.millrace.detection.score.MachineMemory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Past windows of one machine: those that may be compared with, and those that are too young yet. One per machine, not thread-safe. */
final class NeighbourMemory implements MachineMemory {

    private static final byte FORMAT = 1;
    private static final int HEADER = 1 + 4 + 8 + 4 + 4 + 4;

    private final MemoryPolicy policy;
    private final int size; // values per window
    private final WindowDictionary known;
    private final Deque<Young> young = new ArrayDeque<>();
    private long seen; // windows of the machine so far
    private int oldest; // index of the oldest known window once the memory is full

    private record Young(long ordinal, float[] window) {}

    NeighbourMemory(MemoryPolicy policy, int size) {
        this.policy = policy;
        this.size = size;
        this.known = new WindowDictionary(size);
    }

    static NeighbourMemory restore(MemoryPolicy policy, int size, byte[] bytes) {
        var memory = new NeighbourMemory(policy, size);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER) {
            throw new IllegalArgumentException(
                    "a machine's memory has at least " + HEADER + " bytes, found " + bytes.length);
        }
        byte format = in.get();
        int found = in.getInt();
        if (format != FORMAT || found != size) {
            throw new IllegalArgumentException(
                    "a machine's memory of format %d and windows of %d values was expected, found format %d and %d values: start this machine with a new memory"
                            .formatted(FORMAT, size, format, found));
        }
        memory.seen = in.getLong();
        memory.oldest = in.getInt();
        int known = in.getInt();
        int young = in.getInt();
        long expected = HEADER + 4L * size * known + (8 + 4L * size) * young;
        if (known < 0 || young < 0 || bytes.length != expected) {
            throw new IllegalArgumentException("a machine's memory of " + known + " + " + young + " windows has "
                    + expected + " bytes, found " + bytes.length);
        }
        for (int n = 0; n < known; n++) {
            memory.known.add(window(in, size), 0);
        }
        for (int n = 0; n < young; n++) {
            memory.young.add(new Young(in.getLong(), window(in, size)));
        }
        return memory;
    }

    private static float[] window(ByteBuffer in, int size) {
        var window = new float[size];
        in.asFloatBuffer().get(window);
        in.position(in.position() + 4 * size);
        return window;
    }

    /** Lets the windows that are old enough count; call before the machine's next window is compared. */
    WindowDictionary known() {
        while (!young.isEmpty() && young.peek().ordinal <= seen - policy.age()) {
            float[] window = young.remove().window;
            if (known.count() < policy.capacity()) {
                known.add(window, 0);
            } else {
                known.set(oldest, window, 0);
                oldest = oldest + 1 == policy.capacity() ? 0 : oldest + 1;
            }
        }
        return known;
    }

    /** Shows the machine's next window, [size] values from {@code at} on. */
    void observe(float[] rows, int at) {
        if (policy.capacity() > 0 && seen % policy.stride() == 0) {
            var window = new float[size];
            System.arraycopy(rows, at, window, 0, size);
            young.add(new Young(seen, window));
        }
        seen++;
    }

    @Override
    public byte[] toBytes() {
        int length = HEADER + 4 * size * known.count() + (8 + 4 * size) * young.size();
        ByteBuffer out = ByteBuffer.allocate(length);
        out.put(FORMAT)
                .putInt(size)
                .putLong(seen)
                .putInt(oldest)
                .putInt(known.count())
                .putInt(young.size());
        put(out, known.toArray());
        for (Young each : young) {
            out.putLong(each.ordinal);
            put(out, each.window);
        }
        return out.array();
    }

    private static void put(ByteBuffer out, float[] values) {
        out.asFloatBuffer().put(values);
        out.position(out.position() + 4 * values.length);
    }

    /** Most bytes of a memory of this policy. */
    static long mostBytes(MemoryPolicy policy, int size) {
        long young = policy.capacity() == 0 ? 0 : policy.age() / policy.stride() + 1;
        return HEADER + 4L * size * policy.capacity() + (8 + 4L * size) * young;
    }
}
