package io.millrace.job.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How readings are read and judged.
 *
 * @param startOffsets where reading begins without a checkpoint
 * @param startTimestamp where reading begins with {@link StartOffsets#TIMESTAMP}
 * @param stopOffsets where reading ends
 * @param format how readings are encoded
 * @param avroSchemaFile schema of the users' own Avro records; empty when they are Millrace's {@code SensorReading}
 * @param avroFraming what stands in front of the users' own Avro records
 * @param fields where a reading's parts are in JSON and in the users' own Avro records
 * @param maxRecordBytes largest key plus value that is decoded
 * @param futureBound how far an event time may be ahead of the record's Kafka timestamp
 */
public record SourceConfig(
        StartOffsets startOffsets,
        Optional<Instant> startTimestamp,
        StopOffsets stopOffsets,
        ReadingFormat format,
        Optional<Path> avroSchemaFile,
        AvroFraming avroFraming,
        FieldMapping fields,
        int maxRecordBytes,
        Duration futureBound) {

    public SourceConfig {
        if (startOffsets == StartOffsets.TIMESTAMP && startTimestamp.isEmpty()) {
            throw new ConfigException(List.of("source.start-timestamp is not set although source.start-offsets is"
                    + " timestamp: set an instant such as 2026-03-01T06:00:00Z"));
        }
    }
}
