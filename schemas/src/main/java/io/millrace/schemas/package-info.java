/**
 * The public contract: the records of every topic and of the model artefact, generated from {@code src/main/avro}.
 *
 * <p>Every field's unit and range is said in its schema's doc string, which becomes the accessor's Javadoc. The classes
 * here carry data and nothing else; they know neither Kafka nor Flink nor how a score is made. Times are event times in
 * milliseconds since 1970-01-01T00:00:00Z unless the doc string says otherwise. How records become bytes is the business
 * of {@link io.millrace.schemas.codec}.
 */
package io.millrace.schemas;
