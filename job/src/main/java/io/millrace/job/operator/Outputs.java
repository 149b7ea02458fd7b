package io.millrace.job.operator;

import io.millrace.job.state.ShadowTally;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.WindowScore;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.util.OutputTag;

/** The side outputs of the operators. */
public final class Outputs {

    /** Readings that the scoring operator could not use (no known sensor). */
    public static final OutputTag<RejectedReading> REJECTED =
            new OutputTag<>("rejected", new AvroTypeInfo<>(RejectedReading.class));

    /** Readings that came too late for their machine. */
    public static final OutputTag<RejectedReading> LATE =
            new OutputTag<>("late", new AvroTypeInfo<>(RejectedReading.class));

    /** Releases of machines' own models, each for the task that scores its machine. */
    public static final OutputTag<ModelRelease> DELTAS =
            new OutputTag<>("deltas", new AvroTypeInfo<>(ModelRelease.class));

    /** What became of released models. */
    public static final OutputTag<ModelStatus> MODEL_STATUS =
            new OutputTag<>("model-status", new AvroTypeInfo<>(ModelStatus.class));

    /** What tasks have counted of shadows. */
    public static final OutputTag<ShadowTally> SHADOWS = new OutputTag<>("shadows", ShadowTally.TYPE);

    /** Scores of windows, from event assembly, as many as configured. */
    public static final OutputTag<WindowScore> SCORES =
            new OutputTag<>("scores", new AvroTypeInfo<>(WindowScore.class));

    private Outputs() {}
}
