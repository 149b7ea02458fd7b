package io.millrace.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.schemas.RejectReason;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.SchemaHistory;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class AvroReadingParserTest {
    private static final int CASES = 20_000;

    private final AvroReadingParser parser = new AvroReadingParser();
    private final RecordDecoder<SensorReading> decoder = RecordDecoder.of(SensorReading.class);

    @Test
    void walkTellsWhatTheDecoderReadsAlsoFromDamagedBytes() {
        Random random = new Random(1);
        int sound = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = Readings.avro(Readings.random(random));
            if (i % 4 != 0) {
                bytes = Readings.mutate(bytes, random);
            }

            Optional<Parsed> walked = walk(bytes);

            assertThat(walked).as("case %d", i).isEqualTo(decode(bytes));
            sound += walked.isPresent() ? 1 : 0;
        }
        assertThat(sound).isBetween(CASES / 4, CASES - CASES / 8);
    }

    @Test
    void readingsOfAnOlderSchemaAreRead() throws IOException, Rejection {
        Schema first =
                SchemaHistory.of(SensorReading.getClassSchema()).versions().get(0);
        GenericRecord old = new GenericRecordBuilder(first)
                .set("machineId", "pump-1")
                .set("timestampMillis", Readings.TIME)
                .set("values", Map.of("temperature", 61.5))
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), first).encode(old, bytes);

        assertThat(Parsed.by(parser, bytes.toByteArray()))
                .isEqualTo(new Parsed("pump-1", Readings.TIME, Map.of("temperature", 61.5)));
    }

    @Test
    void aForeignFingerprintIsNamed() {
        byte[] bytes = Readings.avro(Readings.reading("pump-1", Readings.TIME, Map.of("t", 1.0)));
        bytes[5] ^= 1;

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> Parsed.by(parser, bytes))
                .withMessageContaining("fingerprint")
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(RejectReason.UNDECODABLE));
    }

    private Optional<Parsed> walk(byte[] bytes) {
        try {
            return Optional.of(Parsed.by(parser, bytes));
        } catch (Rejection e) {
            return Optional.empty();
        }
    }

    private Optional<Parsed> decode(byte[] bytes) {
        try {
            SensorReading reading = decoder.decode(bytes);
            return Optional.of(new Parsed(reading.getMachineId(), reading.getTimestampMillis(), reading.getValues()));
        } catch (UndecodableRecordException e) {
            return Optional.empty();
        }
    }
}
