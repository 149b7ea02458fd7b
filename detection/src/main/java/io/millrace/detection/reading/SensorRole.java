package io.millrace.detection.reading;

/** How a sensor takes part in detection. */
public enum SensorRole {
    /** A measured quantity: scaled, reconstructed and scored. */
    CONTINUOUS,
    /** A switch, command or mode: an input of predictors, never reconstructed, so that a rare command is no anomaly by itself. */
    STATE,
    /** Not looked at. */
    IGNORE
}
