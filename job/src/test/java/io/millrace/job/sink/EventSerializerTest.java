package io.millrace.job.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.config.OutputFormat;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.Severity;
import io.millrace.schemas.TopSensor;
import io.millrace.schemas.TopStep;
import io.millrace.schemas.codec.RecordDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class EventSerializerTest {
    private static final Alert ALERT = Alert.newBuilder()
            .setAlertId("0a1b")
            .setMachineId("pump-1")
            .setDetector("lstm-autoencoder")
            .setStatus(AlertStatus.UPDATED)
            .setSeverity(Severity.CRITICAL)
            .setStartsAtMillis(1_767_225_600_000L)
            .setObservedAtMillis(1_767_225_660_000L)
            .setUpdateSequence(2)
            .setLengthWindows(7)
            .setScore(3.5)
            .setThreshold(1.0)
            .setErrorRatio(3.5)
            .setMeanErrorRatio(2.0)
            .setConfidence(0.9)
            .setTopSensors(List.of(new TopSensor("temperature", 0.8, Double.NaN, 61.5)))
            .setTopSteps(List.of(new TopStep(0, 0.5)))
            .setReason("temperature of pump-1 is “too high”")
            .setModelId("pumps")
            .setModelVersion(3)
            .setDataQuality(DataQuality.GOOD)
            .build();

    @Test
    void anAlertIsACloudEventUnderItsMachine() throws Exception {
        ProducerRecord<byte[], byte[]> record = serialize(new OutgoingEvent.OfAlert(), OutputFormat.AVRO, ALERT);

        assertThat(record.topic()).isEqualTo("topic");
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("pump-1");
        assertThat(record.timestamp()).isNull();
        assertThat(headers(record))
                .isEqualTo(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "0a1b-2",
                        "ce_source", "/millrace/plant-7",
                        "ce_type", "io.millrace.alert.updated",
                        "ce_time", "2026-01-01T00:01:00Z",
                        "ce_subject", "pump-1",
                        "content-type", "avro/binary"));
        assertThat(RecordDecoder.of(Alert.class).decode(record.value())).isEqualTo(ALERT);
    }

    @Test
    void jsonIsPlainAndInTheSchemasOrder() {
        ProducerRecord<byte[], byte[]> record = serialize(new OutgoingEvent.OfAlert(), OutputFormat.JSON, ALERT);

        assertThat(headers(record)).containsEntry("content-type", "application/json");
        assertThat(record.value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"alertId\":\"0a1b\",\"machineId\":\"pump-1\",\"detector\":\"lstm-autoencoder\","
                        + "\"status\":\"UPDATED\",\"severity\":\"CRITICAL\",\"startsAtMillis\":1767225600000,"
                        + "\"endsAtMillis\":null,\"observedAtMillis\":1767225660000,\"updateSequence\":2,"
                        + "\"lengthWindows\":7,\"score\":3.5,\"threshold\":1.0,\"errorRatio\":3.5,"
                        + "\"meanErrorRatio\":2.0,\"confidence\":0.9,\"topSensors\":[{\"sensor\":\"temperature\","
                        + "\"contribution\":0.8,\"observed\":null,\"expected\":61.5}],"
                        + "\"topSteps\":[{\"stepsBeforeEnd\":0,\"share\":0.5}],"
                        + "\"reason\":\"temperature of pump-1 is “too high”\",\"modelId\":\"pumps\",\"modelVersion\":3,"
                        + "\"dataQuality\":\"GOOD\",\"closeReason\":null,\"kind\":\"ANOMALY\","
                        + "\"calibratedScore\":null,\"memberScores\":[]}");
    }

    @Test
    void aDeadLetterKeepsItsKeyAndIsNamedByWhereItCameFrom() {
        byte[] key = {0, -1, 7};
        RejectedReading rejected = new RejectedReading(
                RejectReason.UNDECODABLE,
                "no",
                "readings",
                3,
                42L,
                ByteBuffer.wrap(key),
                null,
                1_767_225_600_000L,
                null,
                null);

        ProducerRecord<byte[], byte[]> record = serialize(new OutgoingEvent.OfRejected(), OutputFormat.AVRO, rejected);

        assertThat(record.key()).isEqualTo(key);
        assertThat(headers(record))
                .containsEntry("ce_id", "readings-3-42")
                .containsEntry("ce_type", "io.millrace.reading.rejected")
                .doesNotContainKey("ce_subject");
        rejected.setKey(null);
        assertThat(serialize(new OutgoingEvent.OfRejected(), OutputFormat.AVRO, rejected)
                        .key())
                .isNull();
    }

    private static <T extends SpecificRecordBase> ProducerRecord<byte[], byte[]> serialize(
            OutgoingEvent<T> event, OutputFormat format, T record) {
        var serializer = new EventSerializer<>(event, "topic", format, "/millrace/plant-7");
        serializer.open(null, null);
        return serializer.serialize(record, null, 5L);
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
