package io.millrace.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.WindowScore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the job writes reads the same, whichever of its two encodings it has. */
class OutputReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputReader<Alert> alerts = OutputReader.of(Alert.class);

    @Test
    void avroAndJsonOfARecordReadAlike() throws Exception {
        byte[] avro = RecordEncoder.of(Alert.class).encode(SampleRecords.alert());

        assertThat(alerts.read(avro)).isEqualTo(SampleRecords.alert());
        assertThat(alerts.read(bytes(alert().toString()))).isEqualTo(SampleRecords.alert());
        assertThat(OutputReader.of(WindowScore.class)
                        .read(bytes(SampleRecords.score().toString())))
                .isEqualTo(SampleRecords.score());
        assertThat(OutputReader.of(ModelStatus.class)
                        .read(bytes(SampleRecords.modelStatus().toString())))
                .isEqualTo(SampleRecords.modelStatus());
    }

    @Test
    void bytesAreBase64InJson() throws Exception {
        RejectedReading sample = SampleRecords.rejected();
        ObjectNode json = (ObjectNode) JSON.readTree(
                RejectedReading.newBuilder(sample).setValue(null).build().toString());
        var raw = new byte[sample.getValue().remaining()];
        sample.getValue().duplicate().get(raw);
        json.put("value", Base64.getEncoder().encodeToString(raw));
        if (sample.getKey() != null) {
            var key = new byte[sample.getKey().remaining()];
            sample.getKey().duplicate().get(key);
            json.put("key", Base64.getEncoder().encodeToString(key));
        }

        assertThat(OutputReader.of(RejectedReading.class).read(bytes(json.toString())))
                .isEqualTo(sample);
    }

    @Test
    void whatAnOlderJobDoesNotSayTakesItsDefaultAndANewerJobsWordTheEnums() throws Exception {
        ObjectNode older = alert();
        older.remove("kind");
        ObjectNode newer = alert();
        newer.put("kind", "OF_TOMORROW").put("beside", 1);

        assertThat(alerts.read(bytes(older.toString())).getKind()).isEqualTo(AlertKind.ANOMALY);
        assertThat(alerts.read(bytes(newer.toString())).getKind()).isEqualTo(AlertKind.ANOMALY);
    }

    @Test
    void aNumberThatIsNotFiniteIsNullInJson() throws Exception {
        ObjectNode json = alert();
        json.putNull("meanErrorRatio");

        assertThat(alerts.read(bytes(json.toString())).getMeanErrorRatio()).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "neither | found neither",
                "[1]     | found array",
                "''      | found missing",
                "{}      | a field alertId, found none",
            })
    void saysWhatIsNoRecord(String value, String problem) {
        assertThatThrownBy(() -> alerts.read(bytes(value)))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContainingAll("Alert", "expected", problem);
    }

    @ParameterizedTest
    @CsvSource({
        "score, '\"high\"', a number",
        "machineId, 7, a text",
        "topSensors, 7, an array",
        "status, '\"SLEEPING\"', one of",
        "topSensors, '[7]', an object for TopSensor"
    })
    void saysWhichFieldIsNotWhatItShouldBe(String field, String value, String expected) throws Exception {
        ObjectNode json = alert();
        json.set(field, JSON.readTree(value));

        assertThatThrownBy(() -> alerts.read(bytes(json.toString())))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("expected " + expected);
    }

    @Test
    void aRecordWithoutValueIsNone() {
        assertThatThrownBy(() -> alerts.read(null))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("without value");
    }

    private static ObjectNode alert() throws Exception {
        return (ObjectNode) JSON.readTree(SampleRecords.alert().toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
