package io.millrace.training.evaluate;

import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.pipeline.SplitOptions;
import io.millrace.training.recipe.DetectorKind;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.recipe.KnownKind;
import io.millrace.training.recipe.KnownKinds;
import io.millrace.training.suite.Suite;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a user gets who tunes nothing: every kind that needs no labels with the options, the threshold and the events that {@code train
 * --detector KIND} gives it, naive baselines by the same rule, and last the suite's own setting of its preferred detector.
 */
public final class StandardConfigurations {

    private StandardConfigurations() {}

    public static SuiteConfiguration of(Suite suite) {
        SuiteConfiguration own = SuiteConfigurations.of(suite);
        var detectors = new LinkedHashMap<String, SuiteConfiguration.Configured>();
        for (KnownKind kind : KnownKinds.all()) {
            if (!kind.needsLabels()) {
                detectors.put(kind.name(), trained(kind.name(), kind.with(Map.of()), kind.thresholdWith(Map.of())));
            }
        }
        for (String baseline : SuiteConfigurations.BASELINES) {
            DetectorKind kind = own.detector(baseline).recipe().kind();
            detectors.put(baseline, trained(baseline, kind, Optional.empty()));
        }
        detectors.put(own.preferred() + ", set for the suite", own.detector(own.preferred()));
        return new SuiteConfiguration(suite, own.timing(), detectors, own.preferred());
    }

    private static SuiteConfiguration.Configured trained(
            String name, DetectorKind kind, Optional<ThresholdPolicy> threshold) {
        var recipe = new DetectorRecipe(
                name, InputOptions.DEFAULT, kind.stateInputs(), kind, SplitOptions.DEFAULT.calibration());
        AlarmOptions usual = AlarmOptions.DEFAULT;
        return new SuiteConfiguration.Configured(
                recipe, AlarmRule.ofTrained(threshold.map(usual::withThreshold).orElse(usual)));
    }
}
