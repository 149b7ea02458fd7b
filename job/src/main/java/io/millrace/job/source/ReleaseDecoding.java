package io.millrace.job.source;

import io.millrace.job.operator.Outputs;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Bytes from the models topic to releases; what is none is refused on the side, and the models that serve go on. */
public final class ReleaseDecoding extends ProcessFunction<byte[], ModelRelease> {
    private static final long serialVersionUID = 1L;

    private transient RecordDecoder<ModelRelease> decoder;

    @Override
    public void open(OpenContext context) {
        decoder = RecordDecoder.of(ModelRelease.class);
    }

    @Override
    public void processElement(byte[] bytes, Context context, Collector<ModelRelease> out) {
        try {
            out.collect(decoder.decode(bytes));
        } catch (UndecodableRecordException e) {
            context.output(
                    Outputs.MODEL_STATUS,
                    refused(e.getMessage(), context.timerService().currentProcessingTime()));
        }
    }

    private static ModelStatus refused(String reason, long atMillis) {
        return ModelStatus.newBuilder()
                .setModelId("")
                .setVersion(0)
                .setStatus(ModelStatusKind.REFUSED)
                .setReason(reason)
                .setServingVersion(null)
                .setAtMillis(atMillis)
                .build();
    }
}
