package io.millrace.job.operator;

import io.millrace.job.state.ValueTypeInfo;
import io.millrace.job.state.VersionedSerializer;
import io.millrace.job.state.Wire;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A reading that has been validated but not yet unpacked: its values are still the original bytes, which the scoring operator decodes
 * straight into a row of the machine's layout. They also go into the dead letters unchanged. Immutable by agreement: nobody writes to
 * the arrays.
 *
 * @param machineId not empty
 * @param timestampMillis event time
 * @param key original key bytes, null when the record had none
 * @param value original value bytes, decodable by the job's {@link ReadingDecoder}
 * @param topic topic, partition and offset it was read from
 */
@TypeInfo(RawReading.Info.class)
public record RawReading(
        String machineId, long timestampMillis, byte[] key, byte[] value, String topic, int partition, long offset) {

    public static final TypeInformation<RawReading> TYPE = new ValueTypeInfo<>(RawReading.class, new Serializer());

    /** Tells Flink's type extraction about {@link #TYPE}. */
    public static final class Info extends TypeInfoFactory<RawReading> {
        @Override
        public TypeInformation<RawReading> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return TYPE;
        }
    }

    /** The bytes on the wire between the decode step and the scoring operator. */
    public static final class Serializer extends VersionedSerializer<RawReading> {

        private static final long serialVersionUID = 1;

        public Serializer() {
            super("a reading", 1);
        }

        @Override
        protected void write(RawReading reading, DataOutputView out) throws IOException {
            Wire.writeString(reading.machineId, out);
            out.writeLong(reading.timestampMillis);
            Wire.writeBytes(reading.key, out);
            Wire.writeBytes(reading.value, out);
            Wire.writeString(reading.topic, out);
            out.writeInt(reading.partition);
            out.writeLong(reading.offset);
        }

        @Override
        protected RawReading read(int version, DataInputView in) throws IOException {
            return new RawReading(
                    Wire.readString(in),
                    in.readLong(),
                    Wire.readBytes(in),
                    Wire.readBytes(in),
                    Wire.readString(in),
                    in.readInt(),
                    in.readLong());
        }

        @Override
        public boolean isImmutableType() {
            return true;
        }

        @Override
        public RawReading copy(RawReading from) {
            return from;
        }

        @Override
        public TypeSerializerSnapshot<RawReading> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Marks the serialiser in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RawReading> {
        public Snapshot() {
            super(Serializer::new);
        }
    }
}
