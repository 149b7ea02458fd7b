package io.millrace.job.state;

import java.io.IOException;
import java.util.Locale;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/**
 * Where the state of the current key's machine is between two readings.
 *
 * <p>On the heap it is one object that stays where it is. On disk each look at it is a copy, and writing it as a whole would cost a
 * window's bytes per reading: there most rows are stored apart, see {@link MachineRows}. Either form takes over what the other has left
 * in a savepoint.
 */
public abstract class MachineStore {

    private static final String HEAP = "hashmap";
    private static final ValueStateDescriptor<MachineState> WHOLE =
            new ValueStateDescriptor<>("machine", new MachineStateSerializer());

    private final ValueState<MachineState> whole;
    private final MachineRows rows;

    private MachineStore(ValueState<MachineState> whole, MachineRows rows) {
        this.whole = whole;
        this.rows = rows;
    }

    /** The form that suits a backend, by the backend's own name for itself. */
    public static MachineStore open(KeyedStateStore states, String backend) {
        ValueState<MachineState> whole = states.getState(WHOLE);
        MachineRows rows = new MachineRows(states);
        return isOnHeap(backend) ? new Whole(whole, rows) : new Apart(whole, rows);
    }

    /** Whether a backend of this name keeps objects rather than their bytes. */
    public static boolean isOnHeap(String backend) {
        return backend.toLowerCase(Locale.ROOT).equals(HEAP);
    }

    /** The state, or null when there is none. */
    public abstract MachineState value() throws IOException;

    public abstract void update(MachineState state) throws IOException;

    public void clear() {
        whole.clear();
        rows.clear();
    }

    private static final class Whole extends MachineStore {
        Whole(ValueState<MachineState> whole, MachineRows rows) {
            super(whole, rows);
        }

        @Override
        public MachineState value() throws IOException {
            MachineState state = super.whole.value();
            return state != null ? state : super.rows.value();
        }

        @Override
        public void update(MachineState state) throws IOException {
            if (state.log() != null) {
                super.rows.clear();
                state.log(null);
            }
            super.whole.update(state);
        }
    }

    private static final class Apart extends MachineStore {
        Apart(ValueState<MachineState> whole, MachineRows rows) {
            super(whole, rows);
        }

        @Override
        public MachineState value() throws IOException {
            MachineState state = super.rows.value();
            return state != null ? state : super.whole.value();
        }

        @Override
        public void update(MachineState state) throws IOException {
            if (state.log() == null) {
                super.whole.clear();
                state.log(RowLog.nothing());
            }
            super.rows.update(state);
        }
    }
}
