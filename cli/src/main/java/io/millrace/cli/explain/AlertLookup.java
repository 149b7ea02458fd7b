package io.millrace.cli.explain;

import io.millrace.cli.BadInputException;
import io.millrace.cli.data.TopicConsumer;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.Alert;
import io.millrace.schemas.codec.OutputReader;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds an alert's newest message on the alerts topic, whether it was written as Avro or as JSON. */
final class AlertLookup {

    private final String alertId;
    private final OutputReader<Alert> reader = OutputReader.of(Alert.class);
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
            Alert alert = reader.read(record.value());
            if (alert.getAlertId().equals(alertId)
                    && (newest == null || alert.getUpdateSequence() > newest.getUpdateSequence())) {
                newest = alert;
            }
        } catch (UndecodableRecordException e) {
            unreadable++;
        }
    }
}
