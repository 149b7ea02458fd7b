/** The models that were offered on the topic, what became of them, and which one serves a machine. Knows neither Kafka nor the web. */
package io.millrace.console.model;
