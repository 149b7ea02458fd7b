package io.millrace.job.source;

import io.millrace.job.operator.ModelVoice;
import io.millrace.job.operator.Outputs;
import io.millrace.job.operator.ReleaseKind;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Bytes from the models topic to releases, those of machines' deltas on a side of their own; what is none is refused on another side, and the
 * models that serve go on.
 */
public final class ReleaseDecoding extends ProcessFunction<byte[], ModelRelease> {
    private static final long serialVersionUID = 1L;

    private final ModelVoice voice;
    private transient RecordDecoder<ModelRelease> decoder;

    /** @param voice says what is refused here */
    public ReleaseDecoding(ModelVoice voice) {
        this.voice = voice;
    }

    @Override
    public void open(OpenContext context) {
        decoder = RecordDecoder.of(ModelRelease.class);
    }

    @Override
    public void processElement(byte[] bytes, Context context, Collector<ModelRelease> out) {
        try {
            ModelRelease release = decoder.decode(bytes);
            if (ReleaseKind.of(release) != ReleaseKind.DELTA) {
                out.collect(release);
            } else if (ReleaseKind.machineOf(release).isPresent()) {
                context.output(Outputs.DELTAS, release);
            } else {
                refuse(
                        release.getModelId(),
                        release.getVersion(),
                        "a machine's delta serves that machine alone, found patterns " + release.getMachinePatterns()
                                + ": release it for its machine id, with a backslash before each *, ? and backslash",
                        context);
            }
        } catch (UndecodableRecordException e) {
            refuse("", 0, e.getMessage(), context);
        }
    }

    private void refuse(String modelId, long version, String reason, Context context) {
        long now = context.timerService().currentProcessingTime();
        context.output(Outputs.MODEL_STATUS, voice.say(modelId, version, ModelStatusKind.REFUSED, reason, null, now));
    }
}
