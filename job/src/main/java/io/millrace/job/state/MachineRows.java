package io.millrace.job.state;

import io.millrace.detection.window.RowRing;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.DoublePrimitiveArraySerializer;

/**
 * Machines on disk: a head with the newest few rows, which each reading writes, and a body with all rows, which every tenth or so writes.
 * Names of columns are written with the body. One per task, not thread-safe.
 *
 * <p>Rows one by one would be less to write but more to read, and each reading reads the window that it completes.
 */
final class MachineRows {

    private static final ValueStateDescriptor<MachineHead> HEAD =
            new ValueStateDescriptor<>("machine-head", new MachineHead.Serializer());
    private static final ValueStateDescriptor<double[]> BODY =
            new ValueStateDescriptor<>("machine-rows", DoublePrimitiveArraySerializer.INSTANCE);
    private static final ValueStateDescriptor<SensorNames> NAMES =
            new ValueStateDescriptor<>("machine-sensors", new SensorNamesSerializer());

    private final ValueState<MachineHead> heads;
    private final ValueState<double[]> bodies; // [rows × sensors], oldest first
    private final ValueState<SensorNames> names;
    private final Map<Long, SensorNames> known = new HashMap<>(); // by fingerprint; machines of a kind share them

    MachineRows(KeyedStateStore states) {
        this.heads = states.getState(HEAD);
        this.bodies = states.getState(BODY);
        this.names = states.getState(NAMES);
    }

    MachineState value() throws IOException {
        MachineHead head = heads.value();
        if (head == null) {
            return null;
        }
        int sensors = head.sensors();
        var values = new double[head.capacity() * sensors];
        int fromTail = head.tail().length;
        int fromBody = head.held() * sensors - fromTail;
        if (fromBody > 0) {
            double[] body = bodies.value();
            System.arraycopy(body, body.length - fromBody, values, 0, fromBody);
        }
        System.arraycopy(head.tail(), 0, values, fromBody, fromTail);
        return head.with(namesOf(head), RowRing.restore(head.capacity(), sensors, values, 0, head.held()));
    }

    private SensorNames namesOf(MachineHead head) throws IOException {
        SensorNames found = known.get(head.names());
        if (found == null) {
            found = names.value();
            known.put(head.names(), found);
        }
        return found;
    }

    void update(MachineState state) throws IOException {
        RowRing ring = state.ring();
        if (!state.log().save(ring.count(), ring.capacity())) {
            bodies.update(newest(ring, ring.count()));
            names.update(state.names());
        }
        heads.update(MachineHead.of(state, newest(ring, state.log().tail())));
    }

    private static double[] newest(RowRing ring, int rows) {
        var values = new double[rows * ring.sensors()];
        ring.copyNewest(rows, values);
        return values;
    }

    void clear() {
        heads.clear();
        bodies.clear();
        names.clear();
    }
}
