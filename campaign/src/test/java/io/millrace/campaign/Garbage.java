package io.millrace.campaign;

import io.millrace.schemas.RejectReason;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Twelve kinds of records that are no usable readings, and the reason by which the job must refuse each. */
enum Garbage {
    NO_VALUE(RejectReason.UNDECODABLE) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            return null;
        }
    },
    NO_BYTES(RejectReason.UNDECODABLE) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            return new byte[0];
        }
    },
    RANDOM_BYTES(RejectReason.UNDECODABLE) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            byte[] bytes = new byte[20 + random.nextInt(100)];
            random.nextBytes(bytes);
            bytes[0] = (byte) 0xff; // neither Avro's header nor a brace
            return bytes;
        }
    },
    CUT_AVRO(RejectReason.UNDECODABLE) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            return Arrays.copyOf(encoded, encoded.length / 2);
        }
    },
    UNKNOWN_SCHEMA(RejectReason.UNDECODABLE) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            byte[] bytes = encoded.clone();
            bytes[4] ^= 0x55; // within the fingerprint
            return bytes;
        }
    },
    BROKEN_JSON(RejectReason.UNDECODABLE) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            return text("{\"machineId\":\"" + reading.getMachineId() + "\",\"timestamp\":");
        }
    },
    JSON_WITHOUT_MACHINE(RejectReason.MISSING_FIELD) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            return text("{\"timestamp\":" + reading.getTimestampMillis() + ",\"values\":{\"a\":1.5}}");
        }
    },
    EMPTY_MACHINE_ID(RejectReason.EMPTY_MACHINE_ID) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            return ENCODER.encode(
                    SensorReading.newBuilder(reading).setMachineId("").build());
        }
    },
    NO_SENSOR(RejectReason.NO_KNOWN_SENSOR) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            return ENCODER.encode(
                    SensorReading.newBuilder(reading).setValues(Map.of()).build());
        }
    },
    NOT_FINITE(RejectReason.NOT_FINITE) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            Map<String, Double> values = new HashMap<>(reading.getValues());
            values.replaceAll((sensor, value) -> random.nextBoolean() ? Double.NaN : Double.POSITIVE_INFINITY);
            return ENCODER.encode(
                    SensorReading.newBuilder(reading).setValues(values).build());
        }
    },
    CLOCK_OF_1970(RejectReason.TIMESTAMP_BEFORE_2000) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            return ENCODER.encode(SensorReading.newBuilder(reading)
                    .setTimestampMillis(86_400_000)
                    .build());
        }
    },
    CLOCK_AHEAD(RejectReason.TIMESTAMP_IN_FUTURE) {
        @Override
        byte[] of(SensorReading reading, byte[] encoded, Random random) {
            long ahead = System.currentTimeMillis() + Duration.ofDays(400).toMillis();
            return ENCODER.encode(
                    SensorReading.newBuilder(reading).setTimestampMillis(ahead).build());
        }
    };

    private static final RecordEncoder<SensorReading> ENCODER = RecordEncoder.of(SensorReading.class);

    private final RejectReason reason;

    Garbage(RejectReason reason) {
        this.reason = reason;
    }

    RejectReason reason() {
        return reason;
    }

    /**
     * A record's value.
     *
     * @param encoded the reading as it should be sent
     */
    abstract byte[] of(SensorReading reading, byte[] encoded, Random random);

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
