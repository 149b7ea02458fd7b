package io.millrace.job.state;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Why a window is anomalous, flattened for the way between operators. The arrays belong to the record and nobody writes to them.
 *
 * @param sensors [top sensors], largest contribution first
 * @param contributions share of the window's error, [top sensors], each 0 … 1
 * @param observed measured values at the sensor's worst step, [top sensors], physical units
 * @param expected the model's values there, [top sensors], physical units
 * @param stepsBeforeEnd [top steps], largest share first; 0 is the newest row
 * @param stepShares share of the window's error, [top steps], each 0 … 1
 * @param confidence 0 … 1
 * @param reason a sentence for people
 * @param levels the score on the scale of alert levels; null where nothing calibrates it
 */
public record Evidence(
        String[] sensors,
        double[] contributions,
        double[] observed,
        double[] expected,
        int[] stepsBeforeEnd,
        double[] stepShares,
        double confidence,
        String reason,
        ScoreLevels levels) {

    private static final byte NONE = 0; // forms, by the first byte
    private static final byte WITHOUT_LEVELS = 1; // of jobs that knew none
    private static final byte WITH_LEVELS = 2;

    /** Without levels. */
    public Evidence(
            String[] sensors,
            double[] contributions,
            double[] observed,
            double[] expected,
            int[] stepsBeforeEnd,
            double[] stepShares,
            double confidence,
            String reason) {
        this(sensors, contributions, observed, expected, stepsBeforeEnd, stepShares, confidence, reason, null);
    }

    /** Writes evidence, which may be null. */
    public static void write(Evidence evidence, DataOutputView out) throws IOException {
        out.writeByte(evidence == null ? NONE : WITH_LEVELS);
        if (evidence == null) {
            return;
        }
        Wire.writeStrings(evidence.sensors, out);
        Wire.writeDoubles(evidence.contributions, out);
        Wire.writeDoubles(evidence.observed, out);
        Wire.writeDoubles(evidence.expected, out);
        Wire.writeInts(evidence.stepsBeforeEnd, out);
        Wire.writeDoubles(evidence.stepShares, out);
        out.writeDouble(evidence.confidence);
        Wire.writeString(evidence.reason, out);
        ScoreLevels.write(evidence.levels, out);
    }

    public static Evidence read(DataInputView in) throws IOException {
        byte form = in.readByte();
        if (form == NONE) {
            return null;
        }
        if (form != WITHOUT_LEVELS && form != WITH_LEVELS) {
            throw new IOException("evidence of form " + WITHOUT_LEVELS + " or " + WITH_LEVELS + " was expected, found "
                    + form + ": the checkpoint is damaged, restore an earlier one");
        }
        return new Evidence(
                Wire.readStrings(in),
                Wire.readDoubles(in),
                Wire.readDoubles(in),
                Wire.readDoubles(in),
                Wire.readInts(in),
                Wire.readDoubles(in),
                in.readDouble(),
                Wire.readString(in),
                form == WITH_LEVELS ? ScoreLevels.read(in) : null);
    }
}
