package io.millrace.cli.data;

import io.millrace.cli.BadInputException;
import io.millrace.cli.terminal.Progress;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.training.network.DivergedException;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.CheckpointOptions;
import io.millrace.training.pipeline.FineTuneOptions;
import io.millrace.training.pipeline.FineTuning;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.pipeline.TrainingOptions;
import io.millrace.training.pipeline.TrainingPipeline;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.recipe.DetectorTraining;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Training as the commands show it. */
public final class ModelTraining {

    private ModelTraining() {}

    /**
     * @param modelId names the model over all its versions
     * @throws BadInputException if the series cannot be trained on
     */
    public static TrainedModel train(
            Terminal terminal, List<Series> training, TrainingOptions options, String modelId, long version) {
        return train(terminal, training, options, modelId, version, Optional.empty());
    }

    /** As above, interruptible. */
    public static TrainedModel train(
            Terminal terminal,
            List<Series> training,
            TrainingOptions options,
            String modelId,
            long version,
            Optional<CheckpointOptions> checkpoint) {
        try (Progress progress =
                Progress.start(terminal, "training", options.fit().epochs())) {
            return TrainingPipeline.train(
                    training,
                    options,
                    modelId,
                    version,
                    Clock.systemUTC().millis(),
                    (epoch, epochs) -> {
                        progress.at(epoch.number());
                        progress.saying("validation error " + Text.value(epoch.validationError()));
                    },
                    checkpoint);
        } catch (DivergedException e) {
            throw new BadInputException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("this data cannot be trained on: " + e.getMessage(), e);
        }
    }

    /**
     * Trains a detector of any kind.
     *
     * @throws BadInputException if the series cannot be trained on
     */
    public static TrainedModel train(
            Terminal terminal,
            List<Series> training,
            DetectorRecipe recipe,
            AlarmOptions alarm,
            String modelId,
            long version,
            long seed) {
        try (Progress progress = Progress.start(terminal, "training", -1)) {
            progress.saying(recipe.name());
            return DetectorTraining.train(
                    training,
                    recipe,
                    alarm,
                    modelId,
                    version,
                    Clock.systemUTC().millis(),
                    seed,
                    (epoch, epochs) -> progress.saying(recipe.name() + ", epoch " + epoch.number() + " of " + epochs
                            + ", validation error " + Text.value(epoch.validationError())));
        } catch (DivergedException e) {
            throw new BadInputException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("this data cannot be trained on: " + e.getMessage(), e);
        }
    }

    /** Fits a trained model further to each machine of its training series. */
    public static FineTuning.ModelSet fineTune(
            Terminal terminal,
            TrainedModel trained,
            List<Series> training,
            TrainingOptions options,
            FineTuneOptions tuning,
            FineTuning.Shelf shelf)
            throws IOException {
        try (Progress progress = Progress.start(terminal, "fine-tuning", training.size())) {
            var done = new AtomicInteger();
            return FineTuning.of(trained, training, options, tuning, shelf, machine -> {
                progress.at(done.incrementAndGet());
                progress.saying(machine.machineId());
            });
        }
    }
}
