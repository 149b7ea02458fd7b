package io.millrace.job;

import io.millrace.job.config.JobConfig;
import io.millrace.job.operator.EventSettings;
import io.millrace.job.operator.ModelSettings;
import io.millrace.job.operator.OwnModelFolder;
import io.millrace.job.operator.ScoringSettings;

/** Cuts the configuration into what each operator needs to know. */
final class OperatorSettings {
    private OperatorSettings() {}

    static ScoringSettings scoring(JobConfig config) {
        return new ScoringSettings(
                config.ordering().outOfOrderness().toMillis(),
                config.ordering().idleRelease().toMillis(),
                config.window().stateTtl().toMillis(),
                config.alerts().silenceAfter().toMillis(),
                config.window().gaps().intervalMillis(),
                config.window().gaps().restartAfterMillis(),
                config.window().gaps().imputation(),
                config.window().gaps().fixedValue(),
                config.window().degradedShare(),
                config.window().rowsWithoutModel(),
                config.scoring().bundleSize(),
                config.scoring().bundleTime().toMillis(),
                config.alerts().topSensors(),
                config.alerts().topSteps(),
                config.alerts().levels());
    }

    /** @throws io.millrace.job.config.ConfigException if a file that the configuration names cannot be used */
    static ModelSettings models(JobConfig config) {
        return new ModelSettings(
                config.name(),
                ReleaseKeys.load(config.models()),
                config.models().mostArtefactBytes(),
                StartModels.load(config.models()),
                StartModels.machinesFolder(config.models())
                        .map(OwnModelFolder::path)
                        .orElse(""));
    }

    static EventSettings events(JobConfig config) {
        return new EventSettings(
                config.alerts().updateEveryWindows(),
                config.alerts().updatePeakRise(),
                switch (config.scoring().scores()) {
                    case ALL -> EventSettings.Scores.ALL;
                    case SAMPLED -> EventSettings.Scores.SAMPLED;
                    case NONE -> EventSettings.Scores.NONE;
                },
                config.scoring().sampleEvery(),
                config.scoring().heartbeatPrefix(),
                config.alerts().silenceAfter().toMillis());
    }
}
