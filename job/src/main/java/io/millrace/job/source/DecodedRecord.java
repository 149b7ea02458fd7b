package io.millrace.job.source;

import io.millrace.job.operator.RawReading;
import io.millrace.job.state.ValueTypeInfo;
import io.millrace.job.state.VersionedSerializer;
import io.millrace.job.state.Wire;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
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
 * What became of one record of the readings topic: a reading or a dead letter, exactly one of the two. Immutable by agreement.
 *
 * @param reading the reading, or null
 * @param rejected the dead letter, or null
 */
@TypeInfo(DecodedRecord.Info.class)
public record DecodedRecord(RawReading reading, RejectedReading rejected) {
    public static final TypeInformation<DecodedRecord> TYPE =
            new ValueTypeInfo<>(DecodedRecord.class, new Serializer());

    public DecodedRecord {
        if ((reading == null) == (rejected == null)) {
            throw new IllegalArgumentException(
                    "a record is either a reading or rejected, found " + (reading == null ? "neither" : "both"));
        }
    }

    static DecodedRecord of(RawReading reading) {
        return new DecodedRecord(reading, null);
    }

    static DecodedRecord of(RejectedReading rejected) {
        return new DecodedRecord(null, rejected);
    }

    public boolean isReading() {
        return reading != null;
    }

    /** Tells Flink's type extraction about {@link #TYPE}. */
    public static final class Info extends TypeInfoFactory<DecodedRecord> {
        @Override
        public TypeInformation<DecodedRecord> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return TYPE;
        }
    }

    /** Used only where the source is not chained to what follows. */
    public static final class Serializer extends VersionedSerializer<DecodedRecord> {
        private static final long serialVersionUID = 1L;
        private static final RawReading.Serializer READING = new RawReading.Serializer();

        public Serializer() {
            super("a decoded record", 1);
        }

        @Override
        protected void write(DecodedRecord record, DataOutputView out) throws IOException {
            out.writeBoolean(record.isReading());
            if (record.isReading()) {
                READING.serialize(record.reading, out);
            } else {
                // Seldom used, hence no codec is kept: this object is shared by threads and codecs must not be.
                Wire.writeBytes(RecordEncoder.of(RejectedReading.class).encode(record.rejected), out);
            }
        }

        @Override
        protected DecodedRecord read(int version, DataInputView in) throws IOException {
            return in.readBoolean()
                    ? of(READING.deserialize(in))
                    : of(RecordDecoder.of(RejectedReading.class).decode(Wire.readBytes(in)));
        }

        @Override
        public boolean isImmutableType() {
            return true;
        }

        @Override
        public DecodedRecord copy(DecodedRecord from) {
            return from;
        }

        @Override
        public TypeSerializerSnapshot<DecodedRecord> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Marks the serialiser in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<DecodedRecord> {
        public Snapshot() {
            super(Serializer::new);
        }
    }
}
