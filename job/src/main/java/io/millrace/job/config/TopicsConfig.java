package io.millrace.job.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names of the topics, all different. */
public record TopicsConfig(
        String readings, String models, String alerts, String scores, String readingsRejected, String modelStatus) {

    public TopicsConfig {
        List<String> all = List.of(readings, models, alerts, scores, readingsRejected, modelStatus);
        Set<String> seen = new HashSet<>();
        List<String> violations = all.stream()
                .filter(topic -> !seen.add(topic))
                .distinct()
                .map(topic -> "topics.*: the name " + topic + " is given to more than one topic: give each its own")
                .toList();
        if (!violations.isEmpty()) {
            throw new ConfigException(violations);
        }
    }
}
