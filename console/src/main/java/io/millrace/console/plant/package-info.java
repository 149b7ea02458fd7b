/**
 * What the console knows of the plant, in memory: machines with their last readings and scores, coarse history, alerts and what became of
 * them. Hears of records; knows neither Kafka nor the web nor files.
 *
 * <pre>
 *   reading, score ──► rows (last 720) ──► buckets (2 minutes, last 720)
 *   alert          ──► story (messages, verdicts) + evidence (the rows that it was raised on)
 * </pre>
 */
package io.millrace.console.plant;
