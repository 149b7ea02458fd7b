package io.millrace.job.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The names of a machine's columns in checkpoints; version 1: the names in order. */
public final class SensorNamesSerializer extends VersionedSerializer<SensorNames> {

    private static final long serialVersionUID = 1;

    public SensorNamesSerializer() {
        super("the sensors of a machine", 1);
    }

    @Override
    protected void write(SensorNames names, DataOutputView out) throws IOException {
        out.writeInt(names.size());
        for (int j = 0; j < names.size(); j++) {
            Wire.writeString(names.name(j), out);
        }
    }

    @Override
    protected SensorNames read(int version, DataInputView in) throws IOException {
        return SensorNames.of(Wire.readStrings(in));
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public SensorNames copy(SensorNames from) {
        return from;
    }

    @Override
    public TypeSerializerSnapshot<SensorNames> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Marks the serialiser in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SensorNames> {
        public Snapshot() {
            super(SensorNamesSerializer::new);
        }
    }
}
