package io.millrace.job.state;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelDelta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The deltas that were released for one machine: the one that belongs to the base that serves, and the newest one when that waits for its
 * base. Immutable, never empty.
 *
 * @param held at most two
 */
public record MachineDeltas(List<Held> held) {

    /** Name of the keyed state; for ever. */
    public static final String STATE = "machine-deltas";

    /**
     * A delta and what its release said about others.
     *
     * @param supersedes highest version of it that had been released before a rollback or promotion; 0 of a plain release
     * @param releasedAtMillis when it was released, 0 when nobody knows: it came from a file, or from a checkpoint of version 1
     */
    public record Held(ModelDelta delta, long supersedes, long releasedAtMillis) {

        /** One of which nothing but itself is known. */
        public static Held plain(ModelDelta delta) {
            return new Held(delta, 0, 0);
        }
    }

    public MachineDeltas {
        held = List.copyOf(held);
    }

    public List<ModelDelta> all() {
        return held.stream().map(Held::delta).toList();
    }

    /** The state of the current key's machine; it outlives the machine's silence. */
    public static ValueState<MachineDeltas> open(KeyedStateStore states) {
        return states.getState(new ValueStateDescriptor<>(STATE, new Serializer()));
    }

    /**
     * Its form in checkpoints.
     *
     * <pre>
     *  version 1:  count · each delta as an artefact's bytes
     *  version 2:  count · each delta as an artefact's bytes · supersedes · releasedAtMillis
     * </pre>
     */
    public static final class Serializer extends VersionedSerializer<MachineDeltas> {

        private static final long serialVersionUID = 1;

        public Serializer() {
            super("the deltas of a machine", 2);
        }

        @Override
        protected void write(MachineDeltas deltas, DataOutputView out) throws IOException {
            out.writeInt(deltas.held.size());
            for (Held each : deltas.held) {
                Wire.writeBytes(ArtefactCodec.encode(each.delta), out);
                out.writeLong(each.supersedes);
                out.writeLong(each.releasedAtMillis);
            }
        }

        @Override
        protected MachineDeltas read(int version, DataInputView in) throws IOException {
            int count = in.readInt();
            var held = new ArrayList<Held>();
            for (int i = 0; i < count; i++) {
                ModelDelta delta = readDelta(in);
                held.add(version == 1 ? Held.plain(delta) : new Held(delta, in.readLong(), in.readLong()));
            }
            return new MachineDeltas(held);
        }

        private static ModelDelta readDelta(DataInputView in) throws IOException {
            try {
                return ArtefactCodec.decodeDelta(Wire.readBytes(in));
            } catch (BadArtefactException e) {
                throw new IOException("a delta of the checkpoint cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public boolean isImmutableType() {
            return true;
        }

        @Override
        public MachineDeltas copy(MachineDeltas from) {
            return from;
        }

        @Override
        public TypeSerializerSnapshot<MachineDeltas> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Marks the serialiser in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<MachineDeltas> {
        public Snapshot() {
            super(Serializer::new);
        }
    }
}
