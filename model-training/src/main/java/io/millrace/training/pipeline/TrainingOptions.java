package io.millrace.training.pipeline;

import io.millrace.training.augment.AugmentOptions;
import io.millrace.training.network.FitOptions;
import io.millrace.training.network.NetworkOptions;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Everything that decides a model beside its data. Start from {@link #defaults()} and change what matters.
 *
 * @param network shape
 * @param fit optimiser
 * @param input what the network sees
 * @param split which rows serve what
 * @param alarm errors to events
 * @param trainer who computes the gradients
 * @param augment synthetic windows beside those of the fit part; empty for none
 */
public record TrainingOptions(
        NetworkOptions network,
        FitOptions fit,
        InputOptions input,
        SplitOptions split,
        AlarmOptions alarm,
        TrainerKind trainer,
        Optional<AugmentOptions> augment) {

    public static TrainingOptions defaults() {
        return new TrainingOptions(
                NetworkOptions.DEFAULT,
                FitOptions.DEFAULT,
                InputOptions.DEFAULT,
                SplitOptions.DEFAULT,
                AlarmOptions.DEFAULT,
                TrainerKind.DEFAULT,
                Optional.empty());
    }

    public TrainingOptions network(UnaryOperator<NetworkOptions> change) {
        return new TrainingOptions(change.apply(network), fit, input, split, alarm, trainer, augment);
    }

    public TrainingOptions fit(UnaryOperator<FitOptions> change) {
        return new TrainingOptions(network, change.apply(fit), input, split, alarm, trainer, augment);
    }

    public TrainingOptions input(UnaryOperator<InputOptions> change) {
        return new TrainingOptions(network, fit, change.apply(input), split, alarm, trainer, augment);
    }

    public TrainingOptions split(UnaryOperator<SplitOptions> change) {
        return new TrainingOptions(network, fit, input, change.apply(split), alarm, trainer, augment);
    }

    public TrainingOptions alarm(UnaryOperator<AlarmOptions> change) {
        return new TrainingOptions(network, fit, input, split, change.apply(alarm), trainer, augment);
    }

    public TrainingOptions withTrainer(TrainerKind value) {
        return new TrainingOptions(network, fit, input, split, alarm, value, augment);
    }

    public TrainingOptions withAugment(Optional<AugmentOptions> value) {
        return new TrainingOptions(network, fit, input, split, alarm, trainer, value);
    }

    /** For provenance. */
    SortedMap<String, String> describe() {
        var all = new TreeMap<String, String>();
        all.put("options.network", network.toString());
        all.put("options.fit", fit.toString());
        all.put("options.input", input.toString());
        all.put("options.split", split.toString());
        all.put("options.alarm", alarm.toString());
        all.put("options.trainer", trainer.optionName());
        augment.ifPresent(options -> all.put("options.augment", options.toString()));
        all.put("seed", Long.toString(fit.seed()));
        return all;
    }
}
