package io.millrace.console.plant;

import java.util.Map;

/**
 * One row of one machine, as the job would take it.
 *
 * @param timestampMillis event time
 * @param values sensor to value, in the sensor's physical unit
 */
public record Reading(String machineId, long timestampMillis, Map<String, Double> values) {}
