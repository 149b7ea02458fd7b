package io.millrace.job.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.config.JobConfig;
import io.millrace.job.config.OrderingConfig;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class EventTimeTest {
    private static final long TIME = Readings.TIME;

    private final ManualClock clock = new ManualClock();
    private final Output output = new Output();
    private final WatermarkGenerator<DecodedRecord> generator =
            EventTime.ofReadings(ordering()).createWatermarkGenerator(new Context(clock));

    @Test
    void eventTimeIsTheNewestReadingLessTheBound() {
        record(Readings.avro(Readings.reading("a", TIME, Map.of("t", 1.0))));
        record(Readings.avro(Readings.reading("b", TIME - 500, Map.of("t", 1.0))));
        generator.onPeriodicEmit(output);

        assertThat(output.watermark).isEqualTo(TIME - 2_000 - 1);
    }

    @Test
    void aRejectedRecordNeitherDragsEventTimeNorKeepsAPartitionAlive() {
        record(Readings.avro(Readings.reading("a", TIME, Map.of("t", 1.0))));
        generator.onPeriodicEmit(output);
        for (int i = 0; i < 10; i++) {
            clock.advanceTime(Duration.ofSeconds(1));
            record(Readings.avro(Readings.reading("a", TIME + 86_400_000, Map.of("t", 1.0)))); // from the future
            generator.onPeriodicEmit(output);
        }

        assertThat(output.watermark).isEqualTo(TIME - 2_000 - 1);
        assertThat(output.idle).isTrue();
    }

    @Test
    void theModelsNeverHoldEventTimeBack() {
        EventTime.<byte[]>neverHeldBack()
                .createWatermarkGenerator(new Context(clock))
                .onPeriodicEmit(output);

        assertThat(output.watermark).isEqualTo(Watermark.MAX_WATERMARK.getTimestamp());
    }

    private void record(byte[] bytes) {
        DecodedRecord decoded = new ReadingValidator(
                        ReadingParsers.of(Readings.config()), Readings.config(), () -> TIME)
                .validate(Readings.record(bytes, TIME));
        generator.onEvent(decoded, decoded.isReading() ? decoded.reading().timestampMillis() : TIME, output);
    }

    private static OrderingConfig ordering() {
        return JobConfig.of(Map.of(
                        "kafka.bootstrap-servers", "none:1",
                        "ordering.out-of-orderness", "2 s",
                        "ordering.idle-timeout", "3 s"))
                .ordering();
    }

    private record Context(ManualClock clock) implements WatermarkGeneratorSupplier.Context {
        @Override
        public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public RelativeClock getInputActivityClock() {
            return clock;
        }
    }

    private static final class Output implements WatermarkOutput {
        private long watermark = Long.MIN_VALUE;
        private boolean idle;

        @Override
        public void emitWatermark(Watermark emitted) {
            watermark = emitted.getTimestamp();
        }

        @Override
        public void markIdle() {
            idle = true;
        }

        @Override
        public void markActive() {
            idle = false;
        }
    }
}
