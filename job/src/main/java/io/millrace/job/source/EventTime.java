package io.millrace.job.source;

import io.millrace.job.config.OrderingConfig;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;

/** How event time advances: by readings, not by what was rejected, and never by the models. */
public final class EventTime {
    private EventTime() {}

    /**
     * Watermarks of each partition of the readings topic: the newest event time less the out-of-orderness bound.
     *
     * <p>A rejected record moves nothing, and does not count as a sign of life either: a partition that brings nothing but rejected
     * records becomes idle and holds nobody back.
     */
    public static WatermarkStrategy<DecodedRecord> ofReadings(OrderingConfig ordering) {
        Duration bound = ordering.outOfOrderness();
        Duration idleTimeout = ordering.idleTimeout();
        WatermarkStrategy<DecodedRecord> strategy = WatermarkStrategy.<DecodedRecord>forGenerator(
                        context -> new ReadingsAlone(new WatermarksWithIdleness<>(
                                new BoundedOutOfOrdernessWatermarks<>(bound),
                                idleTimeout,
                                context.getInputActivityClock())))
                .withTimestampAssigner((record, kafkaTimestamp) ->
                        record.isReading() ? record.reading().timestampMillis() : kafkaTimestamp);
        return ordering.alignment()
                .map(alignment -> strategy.withWatermarkAlignment(
                        alignment.group(), alignment.maxDrift(), alignment.updateInterval()))
                .orElse(strategy);
    }

    /** Watermarks of a stream that may be silent for months and has no say in event time: it is always at the end. */
    public static <T> WatermarkStrategy<T> neverHeldBack() {
        return WatermarkStrategy.forGenerator(context -> new AtTheEnd<>());
    }

    private record ReadingsAlone(WatermarkGenerator<DecodedRecord> ofReadings)
            implements WatermarkGenerator<DecodedRecord> {
        @Override
        public void onEvent(DecodedRecord record, long timestamp, WatermarkOutput output) {
            if (record.isReading()) {
                ofReadings.onEvent(record, timestamp, output);
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            ofReadings.onPeriodicEmit(output);
        }
    }

    private record AtTheEnd<T>() implements WatermarkGenerator<T> {
        @Override
        public void onEvent(T event, long timestamp, WatermarkOutput output) {}

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.emitWatermark(Watermark.MAX_WATERMARK);
        }
    }
}
