package io.millrace.console.feed;

import io.millrace.console.plant.Reading;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records of the readings topic as the job does. Used by one thread. */
@FunctionalInterface
public interface ReadingParser {

    /** The reading, or nothing for a record that the job would reject. Throws nothing. */
    Optional<Reading> parse(ConsumerRecord<byte[], byte[]> record);
}
