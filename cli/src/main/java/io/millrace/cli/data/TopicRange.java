package io.millrace.cli.data;

import java.time.Instant;
import java.util.Optional;

/**
 * Which part of a topic is read.
 *
 * @param from Kafka timestamp of the first record; empty for the oldest record
 * @param to Kafka timestamp to stop before; empty for the newest record when reading starts
 * @param enough event time, epoch milliseconds, from which on a wanted reading ends it all; the largest number for no such end
 */
record TopicRange(Optional<Instant> from, Optional<Instant> to, long enough) {}
