package io.millrace.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.SensorReading;
import io.millrace.schemas.TopSensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    static Stream<SpecificRecordBase> records() {
        return SampleRecords.all().stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void decodesWhatItEncoded(SpecificRecordBase record) throws IOException {
        assertThat(decode(record, encode(record))).isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void agreesWithAvrosOwnEncoderAndDecoder(SpecificRecordBase record) throws IOException {
        SpecificData model = SpecificData.getForClass(record.getClass());
        ByteBuffer avros = new BinaryMessageEncoder<>(model, record.getSchema()).encode(record);

        assertThat(encode(record)).isEqualTo(Arrays.copyOfRange(avros.array(), avros.position(), avros.limit()));
        assertThat(new BinaryMessageDecoder<SpecificRecordBase>(model, record.getSchema()).decode(encode(record)))
                .isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void decodesRandomRecordsAsAvrosOwnDecoderDoes(SpecificRecordBase sample) throws IOException {
        int seed = 7;
        BinaryMessageEncoder<Object> foreign = new BinaryMessageEncoder<>(GenericData.get(), sample.getSchema());
        BinaryMessageDecoder<SpecificRecordBase> avros =
                new BinaryMessageDecoder<>(SpecificData.getForClass(sample.getClass()), sample.getSchema());
        for (Object generic : new RandomData(sample.getSchema(), 200, seed)) {
            ByteBuffer bytes = foreign.encode(generic);
            SpecificRecordBase decoded =
                    decode(sample, Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit()));
            assertThat(decoded).as("seed %s", seed).isEqualTo(avros.decode(bytes));
            assertThat(decode(sample, encode(decoded))).as("seed %s", seed).isEqualTo(decoded);
        }
    }

    @Test
    void decodesFromTheMiddleOfAnArray() throws IOException {
        byte[] bytes = encode(SampleRecords.reading());
        byte[] padded = new byte[bytes.length + 12];
        System.arraycopy(bytes, 0, padded, 5, bytes.length);

        assertThat(RecordDecoder.of(SensorReading.class).decode(padded, 5, bytes.length))
                .isEqualTo(SampleRecords.reading());
    }

    @Test
    void handsOutRecordsThatLaterDecodingDoesNotChange() throws IOException {
        RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);
        RecordDecoder<SensorReading> decoder = RecordDecoder.of(SensorReading.class);
        SensorReading second = SensorReading.newBuilder(SampleRecords.reading())
                .setMachineId("oven-1")
                .setValues(Map.of("heat", 200.0))
                .build();
        byte[] firstBytes = encoder.encode(SampleRecords.reading());
        byte[] secondBytes = encoder.encode(second);

        SensorReading decodedFirst = decoder.decode(firstBytes);
        SensorReading decodedSecond = decoder.decode(secondBytes);

        assertThat(decodedFirst).isEqualTo(SampleRecords.reading());
        assertThat(decodedSecond).isEqualTo(second);
    }

    @Test
    void refusesToEncodeANullByNameAndEncodesTheNextRecordAsIfNothingHadHappened() {
        RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);
        SensorReading withoutMachine = new SensorReading(null, SampleRecords.NOON, Map.of("pressure", 1.0), null);

        assertThatThrownBy(() -> encoder.encode(withoutMachine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SensorReading")
                .hasMessageContaining("machineId");
        assertThat(encoder.encode(SampleRecords.reading())).isEqualTo(encode(SampleRecords.reading()));
    }

    @Test
    void knowsItsOwnEncodingFromJson() {
        assertThat(RecordDecoder.looksEncoded(encode(SampleRecords.reading()))).isTrue();
        assertThat(RecordDecoder.looksEncoded("{\"machineId\":\"m\"}".getBytes()))
                .isFalse();
        assertThat(RecordDecoder.looksEncoded(new byte[] {(byte) 0xC3})).isFalse();
    }

    @Test
    void encodesRecordsThatHaveNoHistoryOfTheirOwn() throws IOException {
        TopSensor part = new TopSensor("pressure", 1.0, 2.0, 3.0);
        assertThat(decode(part, encode(part))).isEqualTo(part);
        assertThat(SchemaHistory.of(TopSensor.getClassSchema()).versions()).isEqualTo(List.of());
    }

    @SuppressWarnings("unchecked") // A sample's class is the class of its records.
    private static byte[] encode(SpecificRecordBase record) {
        return RecordEncoder.of((Class<SpecificRecordBase>) record.getClass()).encode(record);
    }

    private static SpecificRecordBase decode(SpecificRecordBase sample, byte[] bytes) throws IOException {
        return RecordDecoder.of(sample.getClass()).decode(bytes);
    }
}
