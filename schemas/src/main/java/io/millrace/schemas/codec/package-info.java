/**
 * Records to bytes and back, in Avro's single-object encoding, across versions of their schemas.
 *
 * <pre>
 *   C3 01 | fingerprint of the writer's schema, 8 bytes little-endian | the record in Avro's binary encoding
 * </pre>
 *
 * <p>The fingerprint leads to the writer's schema among those checked in under {@code history}, and Avro resolves it to
 * the current one: a record of an older writer decodes, its missing fields taking their defaults. Bytes come from
 * outside and are not trusted: they are checked against the writer's schema before anything is allocated for them, and
 * whatever is wrong with them ends in one exception, {@link io.millrace.schemas.codec.UndecodableRecordException}.
 */
package io.millrace.schemas.codec;
