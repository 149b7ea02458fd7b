package io.millrace.job.state;

import io.millrace.detection.window.ReorderBuffer;
import io.millrace.detection.window.RowRing;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A machine's state in checkpoints.
 *
 * <pre>
 *  version 1:  sensor names · newest, last released · waiting: n × (timestamp, row) · rows kept, rows held, their values oldest first ·
 *              imputed marks oldest first, one byte for eight · smoothed score · model id, version · last heard · timer ·
 *              detector's memory, if any
 *  version 2:  … · whether it was said to be silent
 * </pre>
 */
public final class MachineStateSerializer extends VersionedSerializer<MachineState> {

    private static final long serialVersionUID = 1;

    public MachineStateSerializer() {
        super("the state of a machine", 2);
    }

    @Override
    protected void write(MachineState state, DataOutputView out) throws IOException {
        SensorNames names = state.names();
        out.writeInt(names.size());
        for (int j = 0; j < names.size(); j++) {
            Wire.writeString(names.name(j), out);
        }
        writeOrder(state.order(), out);
        writeRing(state.ring(), out);
        writeMarks(state.imputed(), state.ring().count(), out);
        out.writeDouble(state.smoothed());
        Wire.writeString(state.modelId(), out);
        out.writeLong(state.modelVersion());
        out.writeLong(state.heardMillis());
        out.writeLong(state.timerMillis());
        Wire.writeBytes(state.memoryBytes(), out);
        out.writeBoolean(state.silent());
    }

    @Override
    protected MachineState read(int version, DataInputView in) throws IOException {
        SensorNames names = SensorNames.of(Wire.readStrings(in));
        ReorderBuffer order = readOrder(names.size(), in);
        RowRing ring = readRing(names.size(), in);
        RowMarks marks = readMarks(ring.capacity(), ring.count(), in);
        var state = new MachineState(names, order, ring, marks);
        double smoothed = in.readDouble();
        state.scoredBy(Wire.readString(in).intern(), in.readLong());
        state.smoothed(smoothed);
        state.heard(in.readLong());
        state.timerMillis(in.readLong());
        state.memoryBytes(Wire.readBytes(in));
        state.silent(version >= 2 && in.readBoolean());
        return state;
    }

    static void writeOrder(ReorderBuffer order, DataOutputView out) throws IOException {
        out.writeLong(order.newest());
        out.writeLong(order.lastReleased());
        out.writeInt(order.size());
        for (int i = 0; i < order.size(); i++) {
            out.writeLong(order.timestamp(i));
            for (double value : order.row(i)) {
                out.writeDouble(value);
            }
        }
    }

    static ReorderBuffer readOrder(int sensors, DataInputView in) throws IOException {
        ReorderBuffer order = ReorderBuffer.restore(in.readLong(), in.readLong());
        int waiting = in.readInt();
        for (int i = 0; i < waiting; i++) {
            long timestamp = in.readLong();
            var row = new double[sensors];
            for (int j = 0; j < sensors; j++) {
                row[j] = in.readDouble();
            }
            order.restoreWaiting(timestamp, row);
        }
        return order;
    }

    private static void writeRing(RowRing ring, DataOutputView out) throws IOException {
        out.writeInt(ring.capacity());
        out.writeInt(ring.count());
        double[] slots = ring.slots();
        int at = ring.head() * ring.sensors();
        int end = ring.capacity() * ring.sensors();
        for (int i = 0; i < ring.count() * ring.sensors(); i++) {
            out.writeDouble(slots[at]);
            at = at + 1 == end ? 0 : at + 1;
        }
    }

    private static RowRing readRing(int sensors, DataInputView in) throws IOException {
        int capacity = in.readInt();
        int count = in.readInt();
        var values = new double[capacity * sensors];
        for (int i = 0; i < count * sensors; i++) {
            values[i] = in.readDouble();
        }
        return RowRing.restore(capacity, sensors, values, 0, count);
    }

    static void writeMarks(RowMarks marks, int rows, DataOutputView out) throws IOException {
        out.writeBoolean(marks.marked() > 0); // most machines have none
        if (marks.marked() == 0) {
            return;
        }
        for (int r = 0; r < rows; r += Byte.SIZE) {
            int eight = 0;
            for (int i = 0; i < Byte.SIZE && r + i < rows; i++) {
                eight |= marks.marked(rows - 1 - r - i) ? 1 << i : 0;
            }
            out.writeByte(eight);
        }
    }

    static RowMarks readMarks(int capacity, int rows, DataInputView in) throws IOException {
        var marks = new RowMarks(capacity);
        if (!in.readBoolean()) {
            return marks;
        }
        for (int r = 0; r < rows; r += Byte.SIZE) {
            int eight = in.readByte();
            for (int i = 0; i < Byte.SIZE && r + i < rows; i++) {
                marks.append((eight >> i & 1) != 0);
            }
        }
        return marks;
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public MachineState copy(MachineState from) {
        ReorderBuffer order =
                ReorderBuffer.restore(from.order().newest(), from.order().lastReleased());
        for (int i = 0; i < from.order().size(); i++) {
            order.restoreWaiting(from.order().timestamp(i), from.order().row(i).clone());
        }
        RowRing ring = from.ring();
        var marks = new RowMarks(ring.capacity());
        for (int back = ring.count() - 1; back >= 0 && from.imputed().marked() > 0; back--) {
            marks.append(from.imputed().marked(back));
        }
        var copy = new MachineState(
                from.names(),
                order,
                RowRing.restore(ring.capacity(), ring.sensors(), ring.slots(), ring.head(), ring.count()),
                marks);
        copy.scoredBy(from.modelId(), from.modelVersion());
        copy.smoothed(from.smoothed());
        copy.heard(from.heardMillis());
        copy.timerMillis(from.timerMillis());
        copy.memoryBytes(from.memoryBytes());
        copy.silent(from.silent());
        return copy;
    }

    @Override
    public TypeSerializerSnapshot<MachineState> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Marks the serialiser in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<MachineState> {
        public Snapshot() {
            super(MachineStateSerializer::new);
        }
    }
}
