package io.millrace.job.source;

import io.millrace.job.operator.Outputs;
import io.millrace.job.operator.RawReading;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Readings go on, dead letters to the side. */
public final class SplitRejected extends ProcessFunction<DecodedRecord, RawReading> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(DecodedRecord record, Context context, Collector<RawReading> out) {
        if (record.isReading()) {
            out.collect(record.reading());
        } else {
            context.output(Outputs.REJECTED, record.rejected());
        }
    }
}
