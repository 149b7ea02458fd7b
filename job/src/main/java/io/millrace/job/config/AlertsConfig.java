package io.millrace.job.config;

/**
 * How alerts are published.
 *
 * @param format encoding of alerts, scores and model status
 * @param updateEveryWindows an open alert is updated when its event has grown by this many windows, 1 or above
 * @param updatePeakRise … or when its highest error ratio has risen by this share, above 0
 * @param topSensors sensors that an alert explains at most, 1 or above
 * @param topSteps steps that an alert explains at most, 0 or above
 */
public record AlertsConfig(
        OutputFormat format, int updateEveryWindows, double updatePeakRise, int topSensors, int topSteps) {}
