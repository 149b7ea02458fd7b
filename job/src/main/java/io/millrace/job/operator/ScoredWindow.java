package io.millrace.job.operator;

import io.millrace.job.state.Evidence;
import io.millrace.job.state.ValueTypeInfo;
import io.millrace.job.state.VersionedSerializer;
import io.millrace.job.state.Wire;
import io.millrace.schemas.DataQuality;
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
 * A window and its score, or a mark in the row of a machine's windows. In the event-time order of the machine. Immutable.
 *
 * @param kind a window, or a mark; of a mark only machine and timestamp count
 * @param machineId not empty
 * @param timestampMillis event time of the window's newest row; of a restart the first reading of the new series; of silence the moment
 *     at which it was noticed or at which the machine was given up; of a return the first reading after it
 * @param score after smoothing, ≥ 0, higher is stranger
 * @param threshold the machine's, > 0
 * @param detector name of the detector
 * @param dataQuality how many of the window's rows were measured
 * @param minEventLength morphology of the model, windows
 * @param mergeGap windows
 * @param dilation windows
 * @param criticalRatio score / threshold from which an alert is critical
 * @param evidence why it is anomalous; null when it is not
 */
@TypeInfo(ScoredWindow.Info.class)
public record ScoredWindow(
        Kind kind,
        String machineId,
        long timestampMillis,
        double score,
        double threshold,
        String detector,
        String modelId,
        long modelVersion,
        DataQuality dataQuality,
        int minEventLength,
        int mergeGap,
        int dilation,
        double criticalRatio,
        Evidence evidence) {

    /** What one element of the stream says about its machine. Written by ordinal: append only. */
    public enum Kind {
        /** A scored window. */
        WINDOW,
        /** A pause was too long: the windows to come are a new series, an open event is over. */
        SERIES_RESTARTED,
        /** The machine has sent nothing for so long that its state is dropped: an open event is over. */
        SILENT,
        /** The machine has sent nothing for so long that somebody should know. Its series goes on. */
        FELL_SILENT,
        /** The machine that fell silent sends again. */
        RETURNED;

        /** Whether the windows behind it are another series than those before. */
        boolean endsSeries() {
            return this == SERIES_RESTARTED || this == SILENT;
        }
    }

    public static final TypeInformation<ScoredWindow> TYPE = new ValueTypeInfo<>(ScoredWindow.class, new Serializer());

    /** A mark, which has no score. */
    public static ScoredWindow mark(Kind kind, String machineId, long timestampMillis) {
        return new ScoredWindow(
                kind,
                machineId,
                timestampMillis,
                Double.NaN,
                Double.NaN,
                "",
                "",
                0,
                DataQuality.GOOD,
                1,
                0,
                0,
                1,
                null);
    }

    public double errorRatio() {
        return score / threshold;
    }

    public boolean anomalous() {
        return errorRatio() > 1;
    }

    /** Tells Flink's type extraction about {@link #TYPE}. */
    public static final class Info extends TypeInfoFactory<ScoredWindow> {
        @Override
        public TypeInformation<ScoredWindow> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return TYPE;
        }
    }

    /** Used only where the two operators are not chained. */
    public static final class Serializer extends VersionedSerializer<ScoredWindow> {

        private static final long serialVersionUID = 1;
        private static final Kind[] KINDS = Kind.values();
        private static final DataQuality[] QUALITIES = DataQuality.values();

        public Serializer() {
            super("a scored window", 2); // 1: evidence without levels
        }

        @Override
        protected void write(ScoredWindow window, DataOutputView out) throws IOException {
            out.writeByte(window.kind.ordinal());
            Wire.writeString(window.machineId, out);
            out.writeLong(window.timestampMillis);
            out.writeDouble(window.score);
            out.writeDouble(window.threshold);
            Wire.writeString(window.detector, out);
            Wire.writeString(window.modelId, out);
            out.writeLong(window.modelVersion);
            out.writeByte(window.dataQuality.ordinal());
            out.writeInt(window.minEventLength);
            out.writeInt(window.mergeGap);
            out.writeInt(window.dilation);
            out.writeDouble(window.criticalRatio);
            Evidence.write(window.evidence, out);
        }

        @Override
        protected ScoredWindow read(int version, DataInputView in) throws IOException {
            return new ScoredWindow(
                    KINDS[in.readByte()],
                    Wire.readString(in),
                    in.readLong(),
                    in.readDouble(),
                    in.readDouble(),
                    Wire.readString(in),
                    Wire.readString(in),
                    in.readLong(),
                    QUALITIES[in.readByte()],
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readDouble(),
                    Evidence.read(in));
        }

        @Override
        public boolean isImmutableType() {
            return true;
        }

        @Override
        public ScoredWindow copy(ScoredWindow from) {
            return from;
        }

        @Override
        public TypeSerializerSnapshot<ScoredWindow> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Marks the serialiser in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ScoredWindow> {
        public Snapshot() {
            super(Serializer::new);
        }
    }
}
