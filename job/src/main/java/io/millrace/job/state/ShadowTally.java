package io.millrace.job.state;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a shadow and the model that serves made of the same windows: sums that add up over machines, tasks and time. Mutable, not
 * thread-safe; some 4 KB.
 *
 * <p>Scores of two models cannot be compared, their ratios to the threshold can: score / threshold, above 1 is anomalous.
 */
public final class ShadowTally {

    public static final TypeInformation<ShadowTally> TYPE = new ValueTypeInfo<>(ShadowTally.class, new Serializer());

    /** Ratios are counted in bins of 5 %, from 0.002 to 500; what is beyond goes to the last bin of its side. */
    private static final int BINS = 256;

    private static final double BIN = Math.log(1.05);

    /** One of the two models. */
    public enum Side {
        SERVING,
        SHADOW
    }

    private final String modelId;
    private final long shadowVersion;
    private final long servingVersion;
    private final long epochMillis;
    private boolean over;
    private long windows;
    private long agreed;
    private long machineMillis;
    private final long[] anomalous = new long[Side.values().length];
    private final long[] events = new long[Side.values().length];
    private final double[] sums = new double[Side.values().length];
    private final long[][] bins = new long[Side.values().length][BINS];

    /**
     * @param epochMillis when the later of the two models was released: of two comparisons of one model the later counts
     */
    public ShadowTally(String modelId, long shadowVersion, long servingVersion, long epochMillis) {
        this.modelId = modelId;
        this.shadowVersion = shadowVersion;
        this.servingVersion = servingVersion;
        this.epochMillis = epochMillis;
    }

    /** The same comparison, with nothing counted. */
    public ShadowTally fresh() {
        return new ShadowTally(modelId, shadowVersion, servingVersion, epochMillis);
    }

    /** Ends the comparison: what is still on its way from other tasks counts no more. */
    public ShadowTally end() {
        over = true;
        return this;
    }

    public boolean isOver() {
        return over;
    }

    /** Whether both count the same comparison. */
    public boolean isOf(ShadowTally other) {
        return modelId.equals(other.modelId)
                && shadowVersion == other.shadowVersion
                && servingVersion == other.servingVersion
                && epochMillis == other.epochMillis;
    }

    /** A window that both have scored. */
    public void window(double servingRatio, double shadowRatio) {
        windows++;
        agreed += servingRatio > 1 == shadowRatio > 1 ? 1 : 0;
        score(Side.SERVING, servingRatio);
        score(Side.SHADOW, shadowRatio);
    }

    private void score(Side side, double ratio) {
        int s = side.ordinal();
        anomalous[s] += ratio > 1 ? 1 : 0;
        sums[s] += ratio;
        double bin = ratio > 0 ? Math.rint(Math.log(ratio) / BIN) + BINS / 2 : 0;
        bins[s][(int) Math.max(0, Math.min(BINS - 1, bin))]++;
    }

    /** An event begins that would be an alert, or is one. */
    public void event(Side side) {
        events[side.ordinal()]++;
    }

    /** A machine was watched for so long, in event time. */
    public void watched(long millis) {
        machineMillis += millis;
    }

    /** Adds what another task, or another time, has counted of the same comparison. */
    public void add(ShadowTally other) {
        windows += other.windows;
        agreed += other.agreed;
        machineMillis += other.machineMillis;
        for (int s = 0; s < bins.length; s++) {
            anomalous[s] += other.anomalous[s];
            events[s] += other.events[s];
            sums[s] += other.sums[s];
            for (int b = 0; b < BINS; b++) {
                bins[s][b] += other.bins[s][b];
            }
        }
    }

    public String modelId() {
        return modelId;
    }

    public long shadowVersion() {
        return shadowVersion;
    }

    public long servingVersion() {
        return servingVersion;
    }

    public long epochMillis() {
        return epochMillis;
    }

    public long windows() {
        return windows;
    }

    /** Windows that both call normal, or both anomalous. */
    public long agreed() {
        return agreed;
    }

    public long events(Side side) {
        return events[side.ordinal()];
    }

    public double machineHours() {
        return machineMillis / 3_600_000.0;
    }

    /** Events per machine-hour; NaN before anything was watched. */
    public double eventsPerMachineHour(Side side) {
        return machineMillis == 0 ? Double.NaN : events[side.ordinal()] / machineHours();
    }

    /** Mean of score / threshold, NaN of no windows. */
    public double mean(Side side) {
        return windows == 0 ? Double.NaN : sums[side.ordinal()] / windows;
    }

    /**
     * Quantile of score / threshold, to 3 %; NaN of no windows.
     *
     * @param share of windows at or below it, in (0, 1]
     */
    public double quantile(Side side, double share) {
        if (windows == 0) {
            return Double.NaN;
        }
        long[] counts = bins[side.ordinal()];
        long rank = (long) Math.ceil(share * windows);
        long below = 0;
        int bin = -1;
        while (below < rank) {
            below += counts[++bin];
        }
        return Math.exp((bin - BINS / 2) * BIN);
    }

    /**
     * Its form in checkpoints and between tasks.
     *
     * <pre>
     *  version 1:  modelId · shadowVersion · servingVersion · epoch · over · windows · agreed · machineMillis ·
     *              per side: anomalous · events · sum · how many bins are not empty, then each as its number and count
     * </pre>
     */
    public static final class Serializer extends VersionedSerializer<ShadowTally> {

        private static final long serialVersionUID = 1;

        public Serializer() {
            super("the tally of a shadow", 1);
        }

        @Override
        protected void write(ShadowTally tally, DataOutputView out) throws IOException {
            out.writeUTF(tally.modelId);
            out.writeLong(tally.shadowVersion);
            out.writeLong(tally.servingVersion);
            out.writeLong(tally.epochMillis);
            out.writeBoolean(tally.over);
            out.writeLong(tally.windows);
            out.writeLong(tally.agreed);
            out.writeLong(tally.machineMillis);
            for (int s = 0; s < tally.bins.length; s++) {
                out.writeLong(tally.anomalous[s]);
                out.writeLong(tally.events[s]);
                out.writeDouble(tally.sums[s]);
                out.writeShort((int)
                        Arrays.stream(tally.bins[s]).filter(count -> count > 0).count());
                for (int b = 0; b < BINS; b++) {
                    if (tally.bins[s][b] > 0) {
                        out.writeShort(b);
                        out.writeLong(tally.bins[s][b]);
                    }
                }
            }
        }

        @Override
        protected ShadowTally read(int version, DataInputView in) throws IOException {
            var tally = new ShadowTally(in.readUTF(), in.readLong(), in.readLong(), in.readLong());
            tally.over = in.readBoolean();
            tally.windows = in.readLong();
            tally.agreed = in.readLong();
            tally.machineMillis = in.readLong();
            for (int s = 0; s < tally.bins.length; s++) {
                tally.anomalous[s] = in.readLong();
                tally.events[s] = in.readLong();
                tally.sums[s] = in.readDouble();
                int filled = in.readShort();
                for (int i = 0; i < filled; i++) {
                    int bin = in.readShort();
                    tally.bins[s][bin] = in.readLong();
                }
            }
            return tally;
        }

        @Override
        public boolean isImmutableType() {
            return false;
        }

        @Override
        public ShadowTally copy(ShadowTally from) {
            ShadowTally copy = from.fresh();
            copy.add(from);
            copy.over = from.over;
            return copy;
        }

        @Override
        public TypeSerializerSnapshot<ShadowTally> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Marks the serialiser in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ShadowTally> {
        public Snapshot() {
            super(Serializer::new);
        }
    }
}
