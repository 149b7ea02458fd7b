package io.millrace.training.evaluate;

import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.suite.Suite;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a suite is measured: one setting per detector, for all of its series.
 *
 * @param suite which
 * @param timing which scores the suite's ranking figures (areas under curves) are taken from
 * @param detectors by name, in the order of reports; baselines last
 * @param preferred the one that is measured unless another is asked for
 */
public record SuiteConfiguration(Suite suite, ScoreTiming timing, Map<String, Configured> detectors, String preferred) {

    /**
     * A detector and what makes alarms of its scores.
     *
     * @param recipe decides the scores
     * @param rule decides the alarms, on cached scores
     */
    public record Configured(DetectorRecipe recipe, AlarmRule rule) {}

    public SuiteConfiguration {
        detectors = new LinkedHashMap<>(detectors);
        if (!detectors.containsKey(preferred)) {
            throw new IllegalArgumentException("suite " + suite.optionName() + " prefers '" + preferred
                    + "', which is none of its detectors " + detectors.keySet());
        }
    }

    /** The detector of this name. */
    public Configured detector(String name) {
        Configured found = detectors.get(name);
        if (found == null) {
            throw new IllegalArgumentException("detector '" + name + "' is not known for suite " + suite.optionName()
                    + ": choose one of " + String.join(", ", detectors.keySet()));
        }
        return found;
    }
}
