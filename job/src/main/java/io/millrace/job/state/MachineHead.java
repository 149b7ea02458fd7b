package io.millrace.job.state;

import io.millrace.detection.window.ReorderBuffer;
import io.millrace.detection.window.RowRing;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A machine's state with its newest rows; older ones and the names of the columns are stored beside it.
 *
 * @param names fingerprint of the names
 * @param sensors columns of the rows
 * @param capacity rows that the ring keeps
 * @param held rows that it holds
 * @param tail the newest of them, [rows × sensors], oldest first
 */
record MachineHead(
        long names,
        int sensors,
        int capacity,
        int held,
        double[] tail,
        ReorderBuffer order,
        RowMarks imputed,
        double smoothed,
        String modelId,
        long modelVersion,
        long heardMillis,
        long timerMillis,
        byte[] memory,
        boolean silent) {

    static MachineHead of(MachineState state, double[] tail) {
        return new MachineHead(
                state.names().fingerprint(),
                state.names().size(),
                state.ring().capacity(),
                state.ring().count(),
                tail,
                state.order(),
                state.imputed(),
                state.smoothed(),
                state.modelId(),
                state.modelVersion(),
                state.heardMillis(),
                state.timerMillis(),
                state.memoryBytes(),
                state.silent());
    }

    /** The state, with all of its rows. */
    MachineState with(SensorNames columns, RowRing ring) {
        var state = new MachineState(columns, order, ring, imputed);
        state.scoredBy(modelId, modelVersion);
        state.smoothed(smoothed);
        state.heard(heardMillis);
        state.timerMillis(timerMillis);
        state.memoryBytes(memory);
        state.silent(silent);
        state.log(RowLog.of(tail.length / sensors));
        return state;
    }

    /**
     * Its form in checkpoints.
     *
     * <pre>
     *  version 1:  fingerprint of the names, sensors · rows kept, held · tail · newest, last released · waiting: n × (timestamp, row) ·
     *              imputed marks as with the whole state · smoothed score · model id, version · last heard · timer ·
     *              detector's memory, if any
     *  version 2:  … · whether it was said to be silent
     * </pre>
     */
    static final class Serializer extends VersionedSerializer<MachineHead> {

        private static final long serialVersionUID = 1;

        Serializer() {
            super("the head of a machine's state", 2);
        }

        @Override
        protected void write(MachineHead head, DataOutputView out) throws IOException {
            out.writeLong(head.names);
            out.writeInt(head.sensors);
            out.writeInt(head.capacity);
            out.writeInt(head.held);
            Wire.writeDoubles(head.tail, out);
            MachineStateSerializer.writeOrder(head.order, out);
            MachineStateSerializer.writeMarks(head.imputed, head.held, out);
            out.writeDouble(head.smoothed);
            Wire.writeString(head.modelId, out);
            out.writeLong(head.modelVersion);
            out.writeLong(head.heardMillis);
            out.writeLong(head.timerMillis);
            Wire.writeBytes(head.memory, out);
            out.writeBoolean(head.silent);
        }

        @Override
        protected MachineHead read(int version, DataInputView in) throws IOException {
            long names = in.readLong();
            int sensors = in.readInt();
            int capacity = in.readInt();
            int held = in.readInt();
            double[] tail = Wire.readDoubles(in);
            return new MachineHead(
                    names,
                    sensors,
                    capacity,
                    held,
                    tail,
                    MachineStateSerializer.readOrder(sensors, in),
                    MachineStateSerializer.readMarks(capacity, held, in),
                    in.readDouble(),
                    Wire.readString(in).intern(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    Wire.readBytes(in),
                    version >= 2 && in.readBoolean());
        }

        @Override
        public boolean isImmutableType() {
            return true; // by agreement: made for one write or from one read, and then left alone
        }

        @Override
        public MachineHead copy(MachineHead from) {
            return from;
        }

        @Override
        public TypeSerializerSnapshot<MachineHead> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Marks the serialiser in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<MachineHead> {
        public Snapshot() {
            super(Serializer::new);
        }
    }
}
