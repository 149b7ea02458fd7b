package io.millrace.cli;

import io.millrace.cli.local.ReadingWriter;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.testdata.Plant;
import io.millrace.testdata.SimulatedReading;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A simulated plant that writes to a topic as a real one does: each reading when its time has come. */
final class PlantStream {

    private static final long FLUSH_EVERY = 1_000;

    private final Plant plant;
    private final Clock clock;
    private final RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);

    PlantStream(Plant plant, Clock clock) {
        this.plant = plant;
        this.clock = clock;
    }

    /**
     * Writes what is due at once, then goes with the clock, to the end of the run.
     *
     * @return readings written
     */
    long run(ReadingWriter writer) throws InterruptedException {
        for (SimulatedReading reading : plant) {
            long wait = reading.timestampMillis() - clock.millis();
            if (wait > 0) {
                writer.flush();
                TimeUnit.MILLISECONDS.sleep(wait);
            } else if (writer.written() % FLUSH_EVERY == 0 && Thread.interrupted()) {
                throw new InterruptedException("asked to end");
            }
            byte[] key = reading.machineId().getBytes(StandardCharsets.UTF_8);
            writer.write(
                    key, encoder.encode(record(reading)), reading.machineId().hashCode());
        }
        writer.flush();
        return writer.written();
    }

    private static SensorReading record(SimulatedReading reading) {
        Map<String, Double> values = new HashMap<>();
        for (int s = 0; s < reading.sensors().length; s++) {
            values.put(reading.sensors()[s], reading.values()[s]);
        }
        return new SensorReading(reading.machineId(), reading.timestampMillis(), values, null);
    }
}
