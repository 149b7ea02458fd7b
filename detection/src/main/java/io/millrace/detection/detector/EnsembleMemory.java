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
 */
record EnsembleMemory(MachineMemory[] members) implements MachineMemory {

    static final int HEADER = 1 + 4;
    static final int MEMBER_HEADER = 4;

    private static final byte FORMAT = 1;

    static EnsembleMemory restore(List<EnsembleMember> members, byte[] bytes) {
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
            return new EnsembleMemory(memories);
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
        int length = HEADER;
        for (int m = 0; m < parts.length; m++) {
            parts[m] = members[m] == null ? new byte[0] : members[m].toBytes();
            length += MEMBER_HEADER + parts[m].length;
        }
        ByteBuffer out = ByteBuffer.allocate(length).put(FORMAT).putInt(members.length);
        for (byte[] part : parts) {
            out.putInt(part.length).put(part);
        }
        return out.array();
    }
}
