package io.millrace.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.Alert;
import io.millrace.schemas.SensorReading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaHistoryTest {

    static Stream<SchemaHistory> histories() {
        return SampleRecords.all().stream().map(record -> SchemaHistory.of(record.getSchema()));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void currentSchemaIsTheNewestCheckedInVersion(SchemaHistory history) throws IOException {
        List<Schema> versions = history.versions();
        long current = SingleObjectHeader.fingerprint(history.current());
        boolean isNewest =
                !versions.isEmpty() && SingleObjectHeader.fingerprint(versions.get(versions.size() - 1)) == current;
        if (!isNewest) {
            int next = versions.size() + 1;
            Path copy = Path.of("target", "history", history.recordName(), "v" + next + ".avsc");
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, selfContained(history.current()));
            assertThat(isNewest)
                    .as(
                            "%s.avsc has changed since v%d. Give every new field a default, then copy %s to "
                                    + "src/main/resources/io/millrace/schemas/history/%s/ and point asyncapi.yaml at it",
                            history.recordName(), versions.size(), copy, history.recordName())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("histories")
    void currentSchemaReadsEveryEarlierVersion(SchemaHistory history) {
        List<String> incompatibilities = new ArrayList<>();
        for (int v = 1; v <= history.versions().size(); v++) {
            var result = SchemaCompatibility.checkReaderWriterCompatibility(
                    history.current(), history.versions().get(v - 1));
            if (result.getType() != SchemaCompatibilityType.COMPATIBLE) {
                incompatibilities.add("v" + v + ": " + result.getResult().getIncompatibilities());
            }
        }
        assertThat(incompatibilities).as(history.recordName()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void everyVersionIsFoundByItsFingerprint(SchemaHistory history) {
        for (Schema version : history.versions()) {
            assertThat(history.writtenWith(SingleObjectHeader.fingerprint(version)))
                    .hasValueSatisfying(found -> assertThat(SingleObjectHeader.fingerprint(found))
                            .isEqualTo(SingleObjectHeader.fingerprint(version)));
        }
        assertThat(history.writtenWith(0L)).isEmpty();
    }

    /** What a writer of the first draft put on the wire; it must decode for as long as the product lives. */
    @Test
    void decodesTheKeptBytesOfAFirstReading() throws IOException {
        byte[] kept = HexFormat.of()
                .parseHex(
                        "c301bf4a6b29202e776b" // marker, fingerprint of SensorReading v1
                                + "0c70756d702d37" // machineId pump-7
                                + "80a8e59b8465" // timestampMillis
                                + "02107072657373757265" + "0000000000001140" + "00"); // values {pressure: 4.25}

        SensorReading reading = RecordDecoder.of(SensorReading.class).decode(kept);

        assertThat(reading.getMachineId()).isEqualTo("pump-7");
        assertThat(reading.getTimestampMillis()).isEqualTo(SampleRecords.NOON);
        assertThat(reading.getValues()).containsOnlyKeys("pressure").containsValue(4.25);
        assertThat(reading.getSequence()).isNull();
    }

    @Test
    void decodesReadingsOfOldAndNewWritersTurnByTurn() throws IOException {
        Schema first =
                SchemaHistory.of(SensorReading.getClassSchema()).versions().get(0);
        byte[] old = encodeAs(first, SampleRecords.reading());
        byte[] current = RecordEncoder.of(SensorReading.class).encode(SampleRecords.reading());
        RecordDecoder<SensorReading> decoder = RecordDecoder.of(SensorReading.class);
        SensorReading withoutSequence = SensorReading.newBuilder(SampleRecords.reading())
                .setSequence(null)
                .build();

        for (int turn = 0; turn < 3; turn++) {
            assertThat(decoder.decode(old)).isEqualTo(withoutSequence);
            assertThat(decoder.decode(current)).isEqualTo(SampleRecords.reading());
        }
    }

    @Test
    void decodesAnAlertOfAWriterThatKnewNoCloseReason() throws IOException {
        Schema first = SchemaHistory.of(Alert.getClassSchema()).versions().get(0);
        byte[] old = encodeAs(first, SampleRecords.alert());

        assertThat(RecordDecoder.of(Alert.class).decode(old))
                .isEqualTo(Alert.newBuilder(SampleRecords.alert())
                        .setCloseReason(null)
                        .build());
    }

    @Test
    void refusesAnUnknownFingerprintAndSaysWhichAreKnown() {
        byte[] bytes = RecordEncoder.of(SensorReading.class).encode(SampleRecords.reading());
        bytes[4] ^= 1;

        assertThatThrownBy(() -> RecordDecoder.of(SensorReading.class).decode(bytes))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("SensorReading")
                .hasMessageContaining("v1 6b772e20296b4abf")
                .hasMessageContaining("found "
                        + SchemaHistory.hex(
                                SingleObjectHeader.fingerprint(SensorReading.getClassSchema()) ^ (1L << 16)))
                .hasMessageContaining("upgrade the reader");
    }

    private static byte[] encodeAs(Schema version, SpecificRecordBase record) throws IOException {
        GenericRecord old = new GenericData.Record(version);
        for (Schema.Field field : version.getFields()) {
            old.put(field.name(), record.get(field.name()));
        }
        ByteBuffer bytes = new BinaryMessageEncoder<>(SpecificData.get(), version).encode(old);
        return Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit());
    }

    /** The schema with all that it refers to, without what only the generated classes need. */
    private static String selfContained(Schema schema) throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode tree = json.readTree(schema.toString());
        for (JsonNode node : tree.findParents("avro.java.string")) {
            ((ObjectNode) node).remove("avro.java.string");
        }
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }
}
