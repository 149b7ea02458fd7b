package io.millrace.job.source;

import io.millrace.job.operator.SensorSink;
import java.nio.charset.StandardCharsets;

/** Is told the parts of one reading as its bytes are walked. */
interface ReadingVisitor extends SensorSink {
    /** The machine's identity, as it stands in the record; may be empty. */
    void machine(String machineId);

    /** As {@link #machine(String)}; {@code buffer} holds valid UTF-8 and is not kept. */
    default void machine(byte[] buffer, int offset, int length) {
        machine(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    /** Event time in milliseconds since 1970, as it stands in the record; any long. */
    void time(long timestampMillis);
}
