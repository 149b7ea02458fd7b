package io.millrace.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.job.config.AvroFraming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class MappedAvroParserTest {
    private static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type": "record", "name": "Telemetry", "fields": [
                      {"name": "tags", "type": {"type": "array", "items": "string"}},
                      {"name": "device", "type": {"type": "record", "name": "Device", "fields": [
                        {"name": "serial", "type": "int"},
                        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["PUMP", "OVEN"]}}]}},
                      {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                      {"name": "temperature", "type": ["null", "float"]},
                      {"name": "running", "type": "boolean"},
                      {"name": "raw", "type": "bytes"},
                      {"name": "more", "type": {"type": "map", "values": ["null", "double"]}}]}
                    """);
    private static final String[] LISTED = {
        "source.fields.machine", "device.serial",
        "source.fields.time", "at",
        "source.fields.sensors", "temperature,running,flow=more.flow"
    };

    @Test
    void readsListedSensorsFromAnyDepth() throws Exception {
        assertThat(Parsed.by(parser(AvroFraming.BARE, LISTED), bare(telemetry(61.5f))))
                .isEqualTo(new Parsed("17", Readings.TIME, Map.of("temperature", 61.5, "running", 1.0, "flow", 2.0)));
        assertThat(Parsed.by(parser(AvroFraming.BARE, LISTED), bare(telemetry(null)))
                        .sensors())
                .as("a null is as if the field were absent")
                .isEqualTo(Map.of("running", 1.0, "flow", 2.0));
    }

    @Test
    void readsEverySensorOfTheValuesField() throws Exception {
        ReadingParser parser = parser(
                AvroFraming.BARE,
                "source.fields.machine",
                "device.kind",
                "source.fields.time",
                "at",
                "source.fields.values",
                "more");

        assertThat(Parsed.by(parser, bare(telemetry(61.5f))))
                .isEqualTo(new Parsed("PUMP", Readings.TIME, Map.of("flow", 2.0, "level", 3.0)));
    }

    @Test
    void readsEveryNumberOfTheRecordWithoutSuchField() throws Exception {
        ReadingParser parser =
                parser(AvroFraming.BARE, "source.fields.machine", "device.serial", "source.fields.time", "at");

        assertThat(Parsed.by(parser, bare(telemetry(61.5f))).sensors()).isEqualTo(Map.of("temperature", 61.5));
    }

    @Test
    void knowsTheHeadersOfBothFramings() throws Exception {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), SCHEMA).encode(telemetry(1f), framed);
        byte[] bare = bare(telemetry(1f));
        byte[] registered = new byte[5 + bare.length];
        System.arraycopy(bare, 0, registered, 5, bare.length);

        Parsed expected = Parsed.by(parser(AvroFraming.BARE, LISTED), bare);
        assertThat(Parsed.by(parser(AvroFraming.SINGLE_OBJECT, LISTED), framed.toByteArray()))
                .isEqualTo(expected);
        assertThat(Parsed.by(parser(AvroFraming.REGISTRY, LISTED), registered)).isEqualTo(expected);
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> Parsed.by(parser(AvroFraming.SINGLE_OBJECT, LISTED), registered))
                .withMessageContaining("single-object");
        byte[] foreign = framed.toByteArray();
        foreign[2] ^= 1;
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> Parsed.by(parser(AvroFraming.SINGLE_OBJECT, LISTED), foreign))
                .withMessageContaining("fingerprint");
    }

    @Test
    void readsFromDamagedBytesWhatAvroReadsOrNothing() throws Exception {
        Random random = new Random(2);
        ReadingParser parser = parser(AvroFraming.BARE, LISTED);
        byte[] sound = bare(telemetry(61.5f));
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = Readings.mutate(sound, random);
            Optional<Parsed> parsed = parse(parser, damaged);
            if (parsed.isPresent()) {
                // The walk is stricter than Avro's own reader, so what it accepts Avro must read alike.
                GenericRecord expected = new GenericDatumReader<GenericRecord>(SCHEMA)
                        .read(null, DecoderFactory.get().binaryDecoder(damaged, null));
                GenericRecord device = (GenericRecord) expected.get("device");
                assertThat(parsed.get().machine()).isEqualTo(String.valueOf(device.get("serial")));
                assertThat(parsed.get().time()).isEqualTo(Math.floorDiv((long) expected.get("at"), 1000));
                read++;
            }
        }
        assertThat(read).isBetween(100, 9_000);
    }

    private static Optional<Parsed> parse(ReadingParser parser, byte[] bytes) {
        try {
            return Optional.of(Parsed.by(parser, bytes));
        } catch (Rejection e) {
            return Optional.empty();
        }
    }

    private static ReadingParser parser(AvroFraming framing, String... settings) {
        return new MappedAvroParser(SCHEMA, framing, Readings.config(settings).fields());
    }

    private static GenericRecord telemetry(Float temperature) {
        GenericRecord device = new GenericData.Record(SCHEMA.getField("device").schema());
        device.put("serial", 17);
        device.put(
                "kind",
                new GenericData.EnumSymbol(
                        SCHEMA.getField("device").schema().getField("kind").schema(), "PUMP"));
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("tags", List.of("a", "b"));
        record.put("device", device);
        record.put("at", Readings.TIME * 1000 + 999);
        record.put("temperature", temperature);
        record.put("running", true);
        record.put("raw", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        record.put("more", Map.of("flow", 2.0, "level", 3.0));
        return record;
    }

    private static byte[] bare(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
