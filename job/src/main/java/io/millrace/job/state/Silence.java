package io.millrace.job.state;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A machine's silence that was announced.
 *
 * @param sinceMillis event time of its last reading
 * @param afterMillis how long it had to be silent to be announced, > 0
 */
public record Silence(long sinceMillis, long afterMillis) {

    /** Writes a silence, which may be null. */
    static void write(Silence silence, DataOutputView out) throws IOException {
        out.writeBoolean(silence != null);
        if (silence != null) {
            out.writeLong(silence.sinceMillis);
            out.writeLong(silence.afterMillis);
        }
    }

    static Silence read(DataInputView in) throws IOException {
        return in.readBoolean() ? new Silence(in.readLong(), in.readLong()) : null;
    }
}
