package io.millrace.job.state;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A window's score on the scale of alert levels, and what each member of an ensemble said. The arrays belong to the record and nobody
 * writes to them.
 *
 * @param level 0 … 1; NaN where nothing calibrates the score
 * @param members names, [members]; empty for a single detector
 * @param scores the members' calibrated scores before smoothing, [members], each ≥ 0
 * @param weights their shares in the ensemble's score, [members], sum 1
 */
public record ScoreLevels(double level, String[] members, double[] scores, double[] weights) {

    /** Writes levels, which may be null. */
    static void write(ScoreLevels levels, DataOutputView out) throws IOException {
        out.writeBoolean(levels != null);
        if (levels == null) {
            return;
        }
        out.writeDouble(levels.level);
        Wire.writeStrings(levels.members, out);
        Wire.writeDoubles(levels.scores, out);
        Wire.writeDoubles(levels.weights, out);
    }

    static ScoreLevels read(DataInputView in) throws IOException {
        return in.readBoolean()
                ? new ScoreLevels(in.readDouble(), Wire.readStrings(in), Wire.readDoubles(in), Wire.readDoubles(in))
                : null;
    }
}
