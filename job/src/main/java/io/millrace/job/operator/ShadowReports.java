package io.millrace.job.operator;

import io.millrace.job.state.ShadowTally;
import io.millrace.job.state.ShadowTally.Side;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import java.util.Locale;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds up what the tasks have counted of a shadow, by model, and says so from time to time: ten seconds after the first figures, then each
 * minute that brings further ones, and at the end of input. Its state is one {@link ShadowTally} per model.
 */
public final class ShadowReports extends KeyedProcessFunction<String, ShadowTally, ModelStatus> {

    private static final long serialVersionUID = 1L;

    static final long FIRST_MILLIS = 10_000;
    static final long NEXT_MILLIS = 60_000;

    private final ModelVoice voice;
    private transient ValueState<ShadowTally> sum;
    private transient ValueState<Long> due; // processing time of the next report, null when none is

    /** @param voice says what was counted */
    public ShadowReports(ModelVoice voice) {
        this.voice = voice;
    }

    @Override
    public void open(OpenContext context) {
        sum = getRuntimeContext().getState(new ValueStateDescriptor<>("shadow-tally", new ShadowTally.Serializer()));
        due = getRuntimeContext().getState(new ValueStateDescriptor<>("shadow-report-due", Types.LONG));
    }

    @Override
    public void processElement(ShadowTally counted, Context context, Collector<ModelStatus> out) throws Exception {
        ShadowTally before = sum.value();
        boolean same = before != null && counted.isOf(before);
        if (before != null && counted.epochMillis() < before.epochMillis() || same && before.isOver()) {
            return; // of a comparison that is over
        }
        boolean first = !same;
        if (counted.isOver()) {
            sum.update(counted);
            return;
        }
        ShadowTally all = first ? counted.fresh() : before;
        all.add(counted);
        sum.update(all);
        if (due.value() == null) {
            long at = context.timerService().currentProcessingTime() + (first ? FIRST_MILLIS : NEXT_MILLIS);
            context.timerService().registerProcessingTimeTimer(at);
            due.update(at);
        }
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE); // the end of input
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ModelStatus> out) throws Exception {
        if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
            due.clear();
        }
        ShadowTally all = sum.value();
        if (all != null && !all.isOver()) {
            out.collect(voice.say(
                    all.modelId(),
                    all.shadowVersion(),
                    ModelStatusKind.SHADOW_REPORT,
                    sentence(all),
                    all.servingVersion(),
                    context.timerService().currentProcessingTime()));
        }
    }

    static String sentence(ShadowTally all) {
        return String.format(
                Locale.ROOT,
                "%d windows in %.2f machine-hours beside version %d: agrees on %.2f %% of them; would raise %.3f alerts per"
                        + " machine-hour, version %d does %.3f; score / threshold %s, of version %d %s",
                all.windows(),
                all.machineHours(),
                all.servingVersion(),
                100.0 * all.agreed() / all.windows(),
                all.eventsPerMachineHour(Side.SHADOW),
                all.servingVersion(),
                all.eventsPerMachineHour(Side.SERVING),
                scores(all, Side.SHADOW),
                all.servingVersion(),
                scores(all, Side.SERVING));
    }

    private static String scores(ShadowTally all, Side side) {
        return String.format(
                Locale.ROOT,
                "%.2f on average, %.2f at the 95th and %.2f at the 99th percentile",
                all.mean(side),
                all.quantile(side, 0.95),
                all.quantile(side, 0.99));
    }
}
