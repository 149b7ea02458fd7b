/** Between Kafka and the plant: topics are followed, verdicts are written. Knows neither the web nor how a reading is encoded. */
package io.millrace.console.feed;
