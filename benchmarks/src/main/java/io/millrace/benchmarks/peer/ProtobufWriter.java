package io.millrace.benchmarks.peer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The few forms of the protocol buffers' wire format that an ONNX file needs. Fluent, used once.
 *
 * <p>Reference: Protocol Buffers, "Encoding", the wire types 0 (variable-length integer) and 2 (length-delimited).
 */
final class ProtobufWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ProtobufWriter integer(int field, long value) {
        variable((long) field << 3);
        variable(value);
        return this;
    }

    ProtobufWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtobufWriter bytes(int field, byte[] value) {
        variable((long) field << 3 | 2);
        variable(value.length);
        bytes.writeBytes(value);
        return this;
    }

    ProtobufWriter message(int field, Consumer<ProtobufWriter> content) {
        var nested = new ProtobufWriter();
        content.accept(nested);
        return bytes(field, nested.toBytes());
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void variable(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
