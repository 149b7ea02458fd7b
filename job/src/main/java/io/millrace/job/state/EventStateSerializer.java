package io.millrace.job.state;

import io.millrace.detection.morphology.EventTracker;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The state of a machine's events in checkpoints.
 *
 * <pre>
 *  version 1:  tracker: position, run start, event start, event end · last window, run onset, dilation, recent windows · model id, detector ·
 *              pending tally, if any · open event, if any
 *  version 2:  … · silence, if any
 *  version 3:  as 2, evidence with levels
 * </pre>
 */
public final class EventStateSerializer extends VersionedSerializer<EventState> {

    private static final long serialVersionUID = 1;

    public EventStateSerializer() {
        super("the state of a machine's events", 3);
    }

    @Override
    protected void write(EventState state, DataOutputView out) throws IOException {
        EventTracker.State tracker = state.tracker();
        out.writeInt(tracker.position());
        out.writeInt(tracker.runStart());
        out.writeInt(tracker.eventStart());
        out.writeInt(tracker.eventEnd());
        out.writeLong(state.lastMillis());
        out.writeLong(state.runOnsetMillis());
        out.writeInt(state.dilation());
        Wire.writeLongs(state.recent(), out);
        Wire.writeString(state.modelId(), out);
        Wire.writeString(state.detector(), out);
        Tally.write(state.pending(), out);
        OpenEvent.write(state.event(), out);
        Silence.write(state.silence(), out);
    }

    @Override
    protected EventState read(int version, DataInputView in) throws IOException {
        var tracker = new EventTracker.State(in.readInt(), in.readInt(), in.readInt(), in.readInt());
        EventState state = EventState.restore(in.readLong(), in.readLong(), in.readInt(), Wire.readLongs(in));
        state.tracker(tracker);
        state.scoredBy(Wire.readString(in).intern(), Wire.readString(in).intern()); // few distinct ones
        state.pending(Tally.read(in));
        state.event(OpenEvent.read(in));
        state.silence(version >= 2 ? Silence.read(in) : null);
        return state;
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public EventState copy(EventState from) {
        EventState copy = EventState.restore(
                from.lastMillis(),
                from.runOnsetMillis(),
                from.dilation(),
                from.recent().clone());
        copy.tracker(from.tracker());
        copy.scoredBy(from.modelId(), from.detector());
        copy.pending(from.pending() == null ? null : from.pending().copy());
        copy.event(from.event() == null ? null : from.event().copy());
        copy.silence(from.silence());
        return copy;
    }

    @Override
    public TypeSerializerSnapshot<EventState> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Marks the serialiser in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<EventState> {
        public Snapshot() {
            super(EventStateSerializer::new);
        }
    }
}
