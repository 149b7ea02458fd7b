package io.millrace.console.feed;

import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A topic and what becomes of its records.
 *
 * @param handler called on the feed's thread, in the order of each partition
 */
record Subscription(String topic, Start start, Handler handler) {

    /** Where reading begins. */
    enum Start {
        /** At the oldest record, each time. */
        BEGINNING,
        /** Where the last save left off; without one, at the oldest record. */
        SAVED_OR_BEGINNING,
        /**
         * An hour back, so that windows and charts fill at once; where the last save lies further back, there, but no more than six hours.
         * What lies before the save is handed on as counted already.
         */
        RECENT
    }

    /** Takes a record. */
    @FunctionalInterface
    interface Handler {

        /**
         * @param counted whether the record is new to the history
         * @return whether it was a record of the topic's type
         * @throws IOException if it was not; says why
         */
        boolean take(ConsumerRecord<byte[], byte[]> record, boolean counted) throws IOException;
    }
}
