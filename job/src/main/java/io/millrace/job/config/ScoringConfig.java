package io.millrace.job.config;

import java.time.Duration;

/**
 * How windows of many machines are scored together, and which scores are published.
 *
 * @param bundleSize number of windows that are scored at once at most, 1 or above
 * @param bundleTime how long a window waits for others at most; the price in latency for throughput
 * @param scores which scores are written
 * @param sampleEvery with {@link ScoresOutput#SAMPLED}, one of how many, 1 or above
 * @param heartbeatPrefix machines whose id begins with it have all their scores written; empty for none
 */
public record ScoringConfig(
        int bundleSize, Duration bundleTime, ScoresOutput scores, int sampleEvery, String heartbeatPrefix) {}
