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
 * @param all at most two
 */
public record MachineDeltas(List<ModelDelta> all) {

    /** Name of the keyed state; for ever. */
    public static final String STATE = "machine-deltas";

    public MachineDeltas {
        all = List.copyOf(all);
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
     * </pre>
     */
    public static final class Serializer extends VersionedSerializer<MachineDeltas> {

        private static final long serialVersionUID = 1;

        public Serializer() {
            super("the deltas of a machine", 1);
        }

        @Override
        protected void write(MachineDeltas deltas, DataOutputView out) throws IOException {
            out.writeInt(deltas.all.size());
            for (ModelDelta delta : deltas.all) {
                Wire.writeBytes(ArtefactCodec.encode(delta), out);
            }
        }

        @Override
        protected MachineDeltas read(int version, DataInputView in) throws IOException {
            int count = in.readInt();
            var all = new ArrayList<ModelDelta>();
            for (int i = 0; i < count; i++) {
                try {
                    all.add(ArtefactCodec.decodeDelta(Wire.readBytes(in)));
                } catch (BadArtefactException e) {
                    throw new IOException("a delta of the checkpoint cannot be read: " + e.getMessage(), e);
                }
            }
            return new MachineDeltas(all);
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
