package io.millrace.console.plant;

import java.util.List;

/**
 * What changed since the last tick.
 *
 * @param alerts ids of alerts with a new message or verdict
 */
public record Changes(List<MachineCard> machines, List<AlertStory> alerts) {}
