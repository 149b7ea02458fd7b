/**
 * A real Kafka broker inside this JVM, for the demo and for integration tests: no Docker, nothing to install.
 *
 * <p>Knows Kafka's server classes, which are an optional dependency of this module: a module that uses this package
 * declares {@code org.apache.kafka:kafka_2.13} itself. Knows nothing of readings, simulators or Flink.
 */
package io.millrace.testdata.broker;
