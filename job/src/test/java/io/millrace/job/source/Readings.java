package io.millrace.job.source;

import io.millrace.job.config.JobConfig;
import io.millrace.job.config.SourceConfig;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Readings and records for the tests of this package. */
final class Readings {
    static final long TIME = 1_767_225_600_000L; // 2026-01-01T00:00:00Z

    private Readings() {}

    static SensorReading reading(String machine, long time, Map<String, Double> values) {
        return SensorReading.newBuilder()
                .setMachineId(machine)
                .setTimestampMillis(time)
                .setValues(values)
                .build();
    }

    static SensorReading random(Random random) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            values.put(
                    (random.nextBoolean() ? "sensor-" : "fühler-") + random.nextInt(100), random.nextGaussian() * 100);
        }
        SensorReading reading = reading("pump-" + random.nextInt(1000), TIME + random.nextInt(), values);
        reading.setSequence(random.nextBoolean() ? null : random.nextLong());
        return reading;
    }

    static byte[] avro(SensorReading reading) {
        return RecordEncoder.of(SensorReading.class).encode(reading);
    }

    static byte[] json(SensorReading reading) {
        StringBuilder json = new StringBuilder("{\"machineId\": \"" + reading.getMachineId() + "\", \"timestamp\": "
                + reading.getTimestampMillis() + ", \"values\": {");
        String comma = "";
        for (Map.Entry<String, Double> sensor : reading.getValues().entrySet()) {
            json.append(comma)
                    .append('"')
                    .append(sensor.getKey())
                    .append("\": ")
                    .append(sensor.getValue());
            comma = ", ";
        }
        return bytes(json.append("}}").toString());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One to four random changes: a flipped bit, a replaced, removed, inserted or doubled byte, a cut-off end. */
    static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original;
        for (int n = random.nextInt(4); n >= 0; n--) {
            bytes = mutateOnce(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutateOnce(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        byte[] result;
        switch (random.nextInt(5)) {
            case 0 -> {
                result = bytes.clone();
                result[at] ^= (byte) (1 << random.nextInt(8));
            }
            case 1 -> {
                result = bytes.clone();
                result[at] = (byte) random.nextInt();
            }
            case 2 -> {
                result = new byte[bytes.length - 1];
                System.arraycopy(bytes, 0, result, 0, at);
                System.arraycopy(bytes, at + 1, result, at, bytes.length - at - 1);
            }
            case 3 -> {
                result = new byte[bytes.length + 1];
                System.arraycopy(bytes, 0, result, 0, at);
                result[at] = random.nextBoolean() ? bytes[at] : (byte) random.nextInt();
                System.arraycopy(bytes, at, result, at + 1, bytes.length - at);
            }
            default -> {
                result = new byte[at];
                System.arraycopy(bytes, 0, result, 0, at);
            }
        }
        return result;
    }

    static SourceConfig config(String... keysAndValues) {
        Map<String, String> settings = new HashMap<>(Map.of("kafka.bootstrap-servers", "none:1"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return JobConfig.of(settings).source();
    }

    static ConsumerRecord<byte[], byte[]> record(byte[] value, long kafkaTimestamp) {
        byte[] key = bytes("key");
        return new ConsumerRecord<>(
                "readings",
                3,
                42,
                kafkaTimestamp,
                kafkaTimestamp < 0 ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME,
                key.length,
                value == null ? -1 : value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
