package io.millrace.job.sink;

import io.millrace.schemas.Alert;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.WindowScore;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * How one kind of record presents itself to consumers. An identity depends on the record alone, so that a record that is sent again
 * after a failure has the same.
 *
 * @param <T> the record
 */
interface OutgoingEvent<T extends SpecificRecordBase> extends Serializable {
    Class<T> recordType();

    /** Kafka key: all records about one thing stay in one partition, in order. May be null. */
    byte[] key(T record);

    /** CloudEvents {@code id}. */
    String id(T record);

    /** CloudEvents {@code type}, such as {@code io.millrace.alert.opened}. */
    String type(T record);

    /** CloudEvents {@code subject}: what it is about. May be empty, then there is none. */
    String subject(T record);

    /** CloudEvents {@code time}. */
    Instant time(T record);

    /** Alerts: a type for each step of an event's life. */
    final class OfAlert implements OutgoingEvent<Alert> {
        private static final long serialVersionUID = 1L;

        @Override
        public Class<Alert> recordType() {
            return Alert.class;
        }

        @Override
        public byte[] key(Alert alert) {
            return utf8(alert.getMachineId());
        }

        @Override
        public String id(Alert alert) {
            return alert.getAlertId() + "-" + alert.getUpdateSequence();
        }

        @Override
        public String type(Alert alert) {
            return "io.millrace.alert." + word(alert.getStatus());
        }

        @Override
        public String subject(Alert alert) {
            return alert.getMachineId();
        }

        @Override
        public Instant time(Alert alert) {
            return Instant.ofEpochMilli(alert.getObservedAtMillis());
        }
    }

    /** Window scores. */
    final class OfScore implements OutgoingEvent<WindowScore> {
        private static final long serialVersionUID = 1L;

        @Override
        public Class<WindowScore> recordType() {
            return WindowScore.class;
        }

        @Override
        public byte[] key(WindowScore score) {
            return utf8(score.getMachineId());
        }

        @Override
        public String id(WindowScore score) {
            return score.getMachineId() + "-" + score.getTimestampMillis();
        }

        @Override
        public String type(WindowScore score) {
            return "io.millrace.score";
        }

        @Override
        public String subject(WindowScore score) {
            return score.getMachineId();
        }

        @Override
        public Instant time(WindowScore score) {
            return Instant.ofEpochMilli(score.getTimestampMillis());
        }
    }

    /** Dead letters, under their original key. */
    final class OfRejected implements OutgoingEvent<RejectedReading> {
        private static final long serialVersionUID = 1L;

        @Override
        public Class<RejectedReading> recordType() {
            return RejectedReading.class;
        }

        @Override
        public byte[] key(RejectedReading rejected) {
            ByteBuffer key = rejected.getKey();
            if (key == null) {
                return null;
            }
            byte[] bytes = new byte[key.remaining()];
            key.duplicate().get(bytes);
            return bytes;
        }

        @Override
        public String id(RejectedReading rejected) {
            return rejected.getTopic() + "-" + rejected.getPartition() + "-" + rejected.getOffset();
        }

        @Override
        public String type(RejectedReading rejected) {
            return "io.millrace.reading.rejected";
        }

        @Override
        public String subject(RejectedReading rejected) {
            return rejected.getMachineId() == null ? "" : rejected.getMachineId();
        }

        @Override
        public Instant time(RejectedReading rejected) {
            return Instant.ofEpochMilli(rejected.getRejectedAtMillis());
        }
    }

    /** What became of a model. */
    final class OfModelStatus implements OutgoingEvent<ModelStatus> {
        private static final long serialVersionUID = 1L;

        @Override
        public Class<ModelStatus> recordType() {
            return ModelStatus.class;
        }

        @Override
        public byte[] key(ModelStatus status) {
            return utf8(status.getModelId());
        }

        @Override
        public String id(ModelStatus status) {
            return status.getModelId() + "-" + status.getVersion() + "-" + word(status.getStatus()) + "-"
                    + status.getAtMillis();
        }

        @Override
        public String type(ModelStatus status) {
            return "io.millrace.model." + word(status.getStatus());
        }

        @Override
        public String subject(ModelStatus status) {
            return status.getModelId();
        }

        @Override
        public Instant time(ModelStatus status) {
            return Instant.ofEpochMilli(status.getAtMillis());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
