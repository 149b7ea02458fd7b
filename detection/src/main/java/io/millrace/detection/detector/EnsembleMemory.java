package io.millrace.detection.detector;

import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.MachineMemory;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The memories of an ensemble's members.
 *
 * @param members [members], null for a member without one
 * @param past the machine's own votes, where they judge its score; written behind the members
 */
record EnsembleMemory(MachineMemory[] members, Optional<OwnPast.Moments> past) implements MachineMemory {

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
            Optional<OwnPast.Moments> past = withPast
                    ? Optional.of(new OwnPast.Moments(in.getInt(), in.getDouble(), in.getDouble(), in.getDouble()))
                    : Optional.empty();
            return new EnsembleMemory(memories, past);
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
        int length = HEADER + (past.isPresent() ? OwnPast.Moments.BYTES : 0);
        for (int m = 0; m < parts.length; m++) {
            parts[m] = members[m] == null ? new byte[0] : members[m].toBytes();
            length += MEMBER_HEADER + parts[m].length;
        }
        ByteBuffer out = ByteBuffer.allocate(length).put(FORMAT).putInt(members.length);
        for (byte[] part : parts) {
            out.putInt(part.length).put(part);
        }
        past.ifPresent(moments -> out.putInt(moments.count())
                .putDouble(moments.mean())
                .putDouble(moments.square())
                .putDouble(moments.recent()));
        return out.array();
    }
}
