package io.millrace.job.state;

import io.millrace.schemas.DataQuality;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What a run of windows amounts to: its mean and its peak. Mutable, not thread-safe. */
public final class Tally {

    private static final DataQuality[] QUALITIES = DataQuality.values();

    private long windows;
    private double ratioSum;
    private double peakRatio;
    private double peakScore;
    private double peakThreshold;
    private long peakModelVersion;
    private Evidence peakEvidence; // null while every window was normal
    private boolean critical;
    private DataQuality worstQuality = DataQuality.GOOD;

    /** Counts one window in. */
    public void add(
            double score,
            double threshold,
            long modelVersion,
            boolean isCritical,
            DataQuality quality,
            Evidence evidence) {
        double ratio = score / threshold;
        windows++;
        ratioSum += ratio;
        critical |= isCritical;
        worsen(quality);
        if (ratio > peakRatio) {
            peak(ratio, score, threshold, modelVersion, evidence);
        }
    }

    /** Counts the windows of a later run in. */
    public void add(Tally later) {
        windows += later.windows;
        ratioSum += later.ratioSum;
        critical |= later.critical;
        worsen(later.worstQuality);
        if (later.peakRatio > peakRatio) {
            peak(later.peakRatio, later.peakScore, later.peakThreshold, later.peakModelVersion, later.peakEvidence);
        }
    }

    private void peak(double ratio, double score, double threshold, long modelVersion, Evidence evidence) {
        peakRatio = ratio;
        peakScore = score;
        peakThreshold = threshold;
        peakModelVersion = modelVersion;
        peakEvidence = evidence;
    }

    private void worsen(DataQuality quality) {
        if (quality.ordinal() > worstQuality.ordinal()) { // declared from best to worst
            worstQuality = quality;
        }
    }

    public double meanRatio() {
        return ratioSum / windows;
    }

    public double peakRatio() {
        return peakRatio;
    }

    public double peakScore() {
        return peakScore;
    }

    public double peakThreshold() {
        return peakThreshold;
    }

    public long peakModelVersion() {
        return peakModelVersion;
    }

    public Evidence peakEvidence() {
        return peakEvidence;
    }

    public boolean critical() {
        return critical;
    }

    public DataQuality worstQuality() {
        return worstQuality;
    }

    /** Writes a tally, which may be null. */
    static void write(Tally tally, DataOutputView out) throws IOException {
        out.writeBoolean(tally != null);
        if (tally == null) {
            return;
        }
        out.writeLong(tally.windows);
        out.writeDouble(tally.ratioSum);
        out.writeDouble(tally.peakRatio);
        out.writeDouble(tally.peakScore);
        out.writeDouble(tally.peakThreshold);
        out.writeLong(tally.peakModelVersion);
        Evidence.write(tally.peakEvidence, out);
        out.writeBoolean(tally.critical);
        out.writeByte(tally.worstQuality.ordinal());
    }

    static Tally read(DataInputView in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        var tally = new Tally();
        tally.windows = in.readLong();
        tally.ratioSum = in.readDouble();
        tally.peakRatio = in.readDouble();
        tally.peakScore = in.readDouble();
        tally.peakThreshold = in.readDouble();
        tally.peakModelVersion = in.readLong();
        tally.peakEvidence = Evidence.read(in);
        tally.critical = in.readBoolean();
        tally.worstQuality = QUALITIES[in.readByte()];
        return tally;
    }

    /** The same figures in another object. */
    Tally copy() {
        var copy = new Tally();
        copy.add(this);
        copy.peakEvidence = peakEvidence;
        return copy;
    }
}
