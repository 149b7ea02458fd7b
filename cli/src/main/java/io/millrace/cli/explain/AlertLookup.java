package io.millrace.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.BadInputException;
import io.millrace.cli.data.TopicConsumer;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.Severity;
import io.millrace.schemas.codec.RecordDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Finds an alert's newest message on the alerts topic, whether it was written as Avro or as JSON. */
final class AlertLookup {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String alertId;
    private final RecordDecoder<Alert> decoder = RecordDecoder.of(Alert.class);
    private Alert newest; // null until the alert was met
    private long messages;
    private long unreadable;

    private AlertLookup(String alertId) {
        this.alertId = alertId;
    }

    /** @throws BadInputException if the topic does not know it */
    static Alert find(JobConfig config, String alertId) throws IOException, InterruptedException {
        String topic = config.topics().alerts();
        var lookup = new AlertLookup(alertId);
        TopicConsumer.readAll(config, topic, lookup::take);
        if (lookup.newest == null) {
            throw new BadInputException("alert " + alertId + " is not on topic " + topic + " at "
                    + config.kafka().bootstrapServers() + ", which holds " + lookup.messages + " messages"
                    + (lookup.unreadable > 0 ? ", " + lookup.unreadable + " of them no alerts" : "")
                    + ": copy the alertId of one of them, or name other brokers");
        }
        return lookup.newest;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        messages++;
        try {
            Optional<Alert> alert =
                    isJson(record) ? fromJson(record.value()) : Optional.of(decoder.decode(record.value()));
            alert.filter(one -> one.getAlertId().equals(alertId))
                    .filter(one -> newest == null || one.getUpdateSequence() > newest.getUpdateSequence())
                    .ifPresent(one -> newest = one);
        } catch (IOException | IllegalArgumentException e) {
            unreadable++;
        }
    }

    private static boolean isJson(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader("content-type");
        return type != null && new String(type.value(), StandardCharsets.UTF_8).contains("json");
    }

    /** What an explanation needs of the job's JSON form. */
    private Optional<Alert> fromJson(byte[] value) throws IOException {
        JsonNode json = JSON.readTree(value);
        if (!alertId.equals(json.path("alertId").asText())) {
            return Optional.empty();
        }
        return Optional.of(Alert.newBuilder()
                .setAlertId(alertId)
                .setMachineId(json.path("machineId").asText())
                .setDetector(json.path("detector").asText())
                .setStatus(AlertStatus.valueOf(json.path("status").asText()))
                .setSeverity(Severity.valueOf(json.path("severity").asText()))
                .setStartsAtMillis(json.path("startsAtMillis").asLong())
                .setEndsAtMillis(
                        json.path("endsAtMillis").isNumber()
                                ? (Long) json.path("endsAtMillis").asLong()
                                : null)
                .setObservedAtMillis(json.path("observedAtMillis").asLong())
                .setUpdateSequence(json.path("updateSequence").asInt())
                .setLengthWindows(json.path("lengthWindows").asInt())
                .setScore(json.path("score").asDouble())
                .setThreshold(json.path("threshold").asDouble())
                .setErrorRatio(json.path("errorRatio").asDouble())
                .setMeanErrorRatio(json.path("meanErrorRatio").asDouble())
                .setConfidence(json.path("confidence").asDouble())
                .setTopSensors(List.of())
                .setTopSteps(List.of())
                .setReason(json.path("reason").asText())
                .setModelId(json.path("modelId").asText())
                .setModelVersion(json.path("modelVersion").asLong())
                .setDataQuality(DataQuality.valueOf(json.path("dataQuality").asText()))
                .setKind(AlertKind.valueOf(json.path("kind").asText(AlertKind.ANOMALY.name())))
                .build());
    }
}
