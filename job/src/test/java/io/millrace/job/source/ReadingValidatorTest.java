package io.millrace.job.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.operator.RawReading;
import io.millrace.job.operator.ReadingDecoder;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingValidatorTest {
    private static final long NOW = Readings.TIME;
    private static final long MINUTE = 60_000;
    private static final Map<String, Double> VALUES = Map.of("temperature", 61.5);

    private final ReadingValidator validator = validator(NOW);

    @Test
    void aSoundRecordIsAReadingWithItsOriginalBytes() {
        byte[] bytes = Readings.avro(Readings.reading("pump-1", NOW, VALUES));

        RawReading reading = validator.validate(Readings.record(bytes, NOW)).reading();

        assertThat(reading.machineId()).isEqualTo("pump-1");
        assertThat(reading.timestampMillis()).isEqualTo(NOW);
        assertThat(reading.value()).isSameAs(bytes);
        assertThat(reading.key()).isEqualTo(Readings.bytes("key"));
        assertThat(reading.topic() + "-" + reading.partition() + "-" + reading.offset())
                .isEqualTo("readings-3-42");
    }

    @ParameterizedTest
    @CsvSource({
        "'',       0,               1.0,      EMPTY_MACHINE_ID",
        "'  ',     0,               1.0,      EMPTY_MACHINE_ID",
        "pump-1,   -900000000000,   1.0,      TIMESTAMP_BEFORE_2000",
        "pump-1,   600001,          1.0,      TIMESTAMP_IN_FUTURE",
        "pump-1,   0,               NaN,      NOT_FINITE",
        "pump-1,   0,               Infinity, NOT_FINITE",
    })
    void aReadingThatCannotBeIsRejectedInEitherEncoding(String machine, long ahead, double value, RejectReason reason) {
        var reading = Readings.reading(machine, NOW + ahead, Map.of("ok", 1.0, "odd", value));

        for (byte[] bytes : new byte[][] {Readings.avro(reading), Readings.json(reading)}) {
            RejectedReading rejected =
                    validator.validate(Readings.record(bytes, NOW)).rejected();
            assertThat(rejected.getReason()).isEqualTo(reason);
            assertThat(rejected.getValue()).isEqualTo(ByteBuffer.wrap(bytes));
            assertThat(rejected.getKey()).isEqualTo(ByteBuffer.wrap(Readings.bytes("key")));
            assertThat(rejected.getTopic()).isEqualTo("readings");
            assertThat(rejected.getPartition()).isEqualTo(3);
            assertThat(rejected.getOffset()).isEqualTo(42);
            assertThat(rejected.getTimestampMillis()).isEqualTo(NOW + ahead);
            assertThat(rejected.getDetail()).contains("expected").contains("found");
        }
    }

    @Test
    void whatIsNoReadingAtAllIsRejected() {
        assertThat(reason(null, NOW)).isEqualTo(RejectReason.UNDECODABLE);
        assertThat(reason(new byte[0], NOW)).isEqualTo(RejectReason.UNDECODABLE);
        assertThat(reason(Readings.bytes("hello"), NOW)).isEqualTo(RejectReason.UNDECODABLE);
        assertThat(reason(new byte[1 << 21], NOW)).isEqualTo(RejectReason.OVERSIZED);
        assertThat(reason(Readings.bytes("{\"timestamp\": 1}"), NOW)).isEqualTo(RejectReason.MISSING_FIELD);
        assertThat(reason(Readings.avro(Readings.reading("pump-1", NOW, Map.of())), NOW))
                .isEqualTo(RejectReason.NO_KNOWN_SENSOR);
    }

    @Test
    void theFutureIsMeasuredAgainstTheRecordSoThatAReplayDecidesAlike() {
        byte[] ahead = Readings.avro(Readings.reading("pump-1", NOW + 9 * MINUTE, VALUES));
        ReadingValidator yearsLater = validator(NOW + 1_000_000 * MINUTE);

        assertThat(yearsLater.validate(Readings.record(ahead, NOW)).isReading()).isTrue();
        assertThat(yearsLater.validate(Readings.record(ahead, NOW - 2 * MINUTE)).isReading())
                .isFalse();
        assertThat(validator.validate(Readings.record(ahead, -1)).isReading())
                .as("without a Kafka timestamp the clock decides")
                .isTrue();
        assertThat(validator(NOW - 2 * MINUTE)
                        .validate(Readings.record(ahead, -1))
                        .isReading())
                .isFalse();
    }

    @Test
    void tenThousandDamagedRecordsOfEachEncodingEndAsReadingOrAsOneDeadLetter() throws Exception {
        Random random = new Random(3);
        ReadingDecoder decoder = ReadingParsers.of(Readings.config()).create();
        Set<RejectReason> reasons = EnumSet.noneOf(RejectReason.class);
        int readings = 0;
        for (int i = 0; i < 20_000; i++) {
            var reading = Readings.random(random);
            byte[] bytes = Readings.mutate(i % 2 == 0 ? Readings.avro(reading) : Readings.json(reading), random);
            ConsumerRecord<byte[], byte[]> record = Readings.record(bytes, Long.MAX_VALUE / 2);

            DecodedRecord decoded = validator.validate(record);

            if (i % 50 == 0) {
                assertThat(roundTrip(decoded).isReading()).isEqualTo(decoded.isReading());
            }
            if (decoded.isReading()) {
                readings++;
                Map<String, Double> sensors = new LinkedHashMap<>();
                decoder.decode(
                        bytes,
                        (buffer, offset, length, value) ->
                                sensors.put(new String(buffer, offset, length, StandardCharsets.UTF_8), value));
                assertThat(sensors)
                        .isNotEmpty()
                        .allSatisfy((name, value) -> assertThat(value).isFinite());
            } else {
                reasons.add(decoded.rejected().getReason());
                assertThat(decoded.rejected().getValue()).isEqualTo(ByteBuffer.wrap(bytes));
            }
        }
        assertThat(readings).isBetween(1_000, 15_000);
        assertThat(reasons).contains(RejectReason.UNDECODABLE, RejectReason.MISSING_FIELD);
    }

    private static DecodedRecord roundTrip(DecodedRecord decoded) throws Exception {
        var serializer = new DecodedRecord.Serializer();
        var out = new DataOutputSerializer(256);
        serializer.serialize(decoded, out);
        DecodedRecord copy = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        assertThat(copy.rejected()).isEqualTo(decoded.rejected());
        return copy;
    }

    private RejectReason reason(byte[] value, long kafkaTimestamp) {
        return validator
                .validate(Readings.record(value, kafkaTimestamp))
                .rejected()
                .getReason();
    }

    private static ReadingValidator validator(long now) {
        return new ReadingValidator(ReadingParsers.of(Readings.config()), Readings.config(), () -> now);
    }
}
