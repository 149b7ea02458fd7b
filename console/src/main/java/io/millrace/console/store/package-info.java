/**
 * What survives a restart: two append-only logs of checked records in a folder of the console's own, bounded in bytes and in days. Knows
 * the plant; knows neither Kafka nor the web.
 */
package io.millrace.console.store;
