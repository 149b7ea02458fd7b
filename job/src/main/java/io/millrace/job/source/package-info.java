/**
 * Bytes from Kafka to readings: decoding, validation, event time.
 *
 * <pre>
 *   ConsumerRecord ─► ReadingParser ─► ReadingValidator ─► DecodedRecord ─► readings
 *                     (Avro, JSON)      (never throws)                  └─► dead letters
 * </pre>
 *
 * <p>Knows the encodings and the limits. Bytes come from outside: whatever they are, each record ends as a reading or as one
 * dead letter, never as an exception. Knows neither models nor windows.
 */
package io.millrace.job.source;
