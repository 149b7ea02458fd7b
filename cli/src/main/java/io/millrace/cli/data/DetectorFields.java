package io.millrace.cli.data;

import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.training.augment.AugmentOptions;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.pipeline.SplitOptions;
import io.millrace.training.recipe.DetectorKind;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.recipe.KnownKind;
import io.millrace.training.recipe.KnownKinds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Which kind of detector is trained, and what is set of it. */
public final class DetectorFields {

    @Option(
            names = "--detector",
            paramLabel = "KIND",
            description = "Kind of detector; millrace detectors lists them with what each can be set to.")
    private String detector = ReconstructionDetector.NAME;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            showDefaultValue = Visibility.NEVER,
            description =
                    "An option of the kind, once per option. Options that the kind shares with the LSTM autoencoder can be"
                            + " given by their own name too: --steps 40 is --set steps=40.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--member",
            paramLabel = "KIND[=WEIGHT]",
            showDefaultValue = Visibility.NEVER,
            description =
                    "A member of an ensemble, once per member; weights count relative to each other, 1 where none is given. A"
                            + " member's option is set with --set KIND.NAME=VALUE.")
    private List<String> members = new ArrayList<>();

    /** Whether the LSTM autoencoder is trained, which has a way of its own: checkpoints, fine-tuning, two trainers. */
    public boolean isAutoencoder() {
        return detector.equals(ReconstructionDetector.NAME);
    }

    /** Whether {@code --set} or {@code --member} was given. */
    public boolean any() {
        return !settings.isEmpty() || !members.isEmpty();
    }

    /** @throws IllegalArgumentException for an unknown kind; names all that there are */
    public KnownKind kind() {
        return KnownKinds.of(detector);
    }

    /**
     * What is to be fitted.
     *
     * @param named values of the options that were given by their own name
     * @param augment synthetic windows beside those that are learnt
     * @throws IllegalArgumentException for an unknown kind or option, a value out of its range, or a kind that cannot be augmented
     */
    public DetectorRecipe recipe(Map<String, String> named, InputOptions input, Optional<AugmentOptions> augment) {
        DetectorKind kind = kind().with(all(named));
        return new DetectorRecipe(
                detector, input, kind.stateInputs(), kind, SplitOptions.DEFAULT.calibration(), augment);
    }

    /** Scores to alarms: the usual rule, with the kind's own threshold where it has one. */
    public AlarmOptions alarm(Map<String, String> named, AlarmOptions usual) {
        return kind().thresholdWith(all(named)).map(usual::withThreshold).orElse(usual);
    }

    private Map<String, String> all(Map<String, String> named) {
        var all = new LinkedHashMap<>(named);
        if (!members.isEmpty()) {
            all.put("members", String.join(",", members));
        }
        all.putAll(settings);
        return all;
    }
}
