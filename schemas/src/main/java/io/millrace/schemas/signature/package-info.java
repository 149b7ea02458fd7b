/**
 * Who released a model: Ed25519 signatures over releases, and the keys that make and check them, as PEM texts.
 *
 * <p>Signed is a canonical form of the release, not its bytes on the wire: a release that is decoded and encoded again, by a writer of
 * another version even, keeps its signature. Plain JDK; knows nothing of files and topics.
 */
package io.millrace.schemas.signature;
