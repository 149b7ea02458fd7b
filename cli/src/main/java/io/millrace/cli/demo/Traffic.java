package io.millrace.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * Records for the readings topic, in the order in which they are to be written.
 *
 * @param records may be iterated once
 * @param expectedRecords how many there will be, near enough for a progress bar
 */
public record Traffic(Iterator<Outgoing> records, long expectedRecords) {

    /**
     * One record.
     *
     * @param partitionHint which partition to use, modulo their number; machines are spread by number, so that no partition
     *     stays empty
     */
    public record Outgoing(String key, byte[] value, int partitionHint) {

        byte[] keyBytes() {
            return key.getBytes(StandardCharsets.UTF_8);
        }
    }
}
