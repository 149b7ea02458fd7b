package io.millrace.detection.detector;

import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.MachineMemory;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The memories of an ensemble's members.
 *
 * @param members [members], null for a member without one
 * @param pasts [members], what each said of the machine before, where that judges it; empty where it does not. Written behind the members
 */
record EnsembleMemory(MachineMemory[] members, OwnPast.Moments[] pasts) implements MachineMemory {

    static final int HEADER = 1 + 4;
    static final int MEMBER_HEADER = 4;

    private static final byte FORMAT = 1;

    static EnsembleMemory restore(List<EnsembleMember> members, boolean withPast, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte format = in.get();
            int count = in.getInt();
            if (format != FORMAT || count != members.size()) {
                throw new IllegalArgumentException(
                        "an ensemble's memory of format %d and %d members was expected, found format %d and %d members: start this machine with a new memory"
                                .formatted(FORMAT, members.size(), format, count));
            }
            var memories = new MachineMemory[count];
            for (int m = 0; m < count; m++) {
                var each = new byte[in.getInt()];
                in.get(each);
                if (members.get(m).detector() instanceof AdaptiveDetector adaptive) {
                    memories[m] = adaptive.restoreMemory(each);
                }
            }
            var pasts = new OwnPast.Moments[withPast ? count : 0];
            for (int m = 0; m < pasts.length; m++) {
                pasts[m] = new OwnPast.Moments(in.getInt(), in.getDouble(), in.getDouble(), in.getDouble());
            }
            return new EnsembleMemory(memories, pasts);
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException(
                    "an ensemble's memory ends early, after " + bytes.length
                            + " bytes: start this machine with a new memory",
                    e);
        }
    }

    @Override
    public byte[] toBytes() {
        var parts = new byte[members.length][];
        int length = HEADER + pasts.length * OwnPast.Moments.BYTES;
        for (int m = 0; m < parts.length; m++) {
            parts[m] = members[m] == null ? new byte[0] : members[m].toBytes();
            length += MEMBER_HEADER + parts[m].length;
        }
        ByteBuffer out = ByteBuffer.allocate(length).put(FORMAT).putInt(members.length);
        for (byte[] part : parts) {
            out.putInt(part.length).put(part);
        }
        for (OwnPast.Moments past : pasts) {
            out.putInt(past.count())
                    .putDouble(past.mean())
                    .putDouble(past.square())
                    .putDouble(past.recent());
        }
        return out.array();
    }
}
