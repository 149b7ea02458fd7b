package io.millrace.cli.data;

import io.millrace.detection.model.Activation;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.training.augment.AugmentOptions;
import io.millrace.training.augment.GeneratorKind;
import io.millrace.training.network.LearningRateSchedule;
import io.millrace.training.pipeline.FineTuneOptions;
import io.millrace.training.pipeline.TrainerKind;
import io.millrace.training.pipeline.TrainingOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** How a network is trained; every default is that of {@link TrainingOptions#defaults()}. */
public final class TrainingFields {

    private static final TrainingOptions DEFAULTS = TrainingOptions.defaults();

    @Option(
            names = "--trainer",
            paramLabel = "NAME",
            description =
                    "Who computes the gradients: ${COMPLETION-CANDIDATES}. DL4J is Deeplearning4j, the reference and"
                            + " some ten times slower.")
    private TrainerKind trainer = DEFAULTS.trainer();

    @Option(names = "--steps", paramLabel = "N", description = "Window length in rows, 2 or more.")
    private int steps = DEFAULTS.network().steps();

    @Option(names = "--hidden", paramLabel = "N", description = "Units of each LSTM layer, 1 or more.")
    private int hidden = DEFAULTS.network().hidden();

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description = "Of the LSTM cells' input and output: ${COMPLETION-CANDIDATES}.")
    private Activation activation = DEFAULTS.network().activation();

    @Option(
            names = "--scaler",
            paramLabel = "NAME",
            description = "Brings sensors to one scale, fitted on training rows: ${COMPLETION-CANDIDATES}.")
    private ScalerKind scaler = DEFAULTS.input().scaler();

    @Option(
            names = "--role",
            paramLabel = "SENSOR=ROLE",
            showDefaultValue = Visibility.NEVER,
            description =
                    "How a sensor takes part: continuous (is reconstructed), state (a switch, is not) or ignore; once"
                            + " per sensor. Default: state where all training values are 0 or 1, else continuous.")
    private Map<String, SensorRole> roles = new LinkedHashMap<>();

    @Option(names = "--difference", description = "The network also sees each sensor's change since the row before.")
    private boolean difference;

    @Option(
            names = "--rolling-deviation",
            paramLabel = "N",
            description =
                    "The network also sees each sensor's standard deviation over the last N rows, 2 or more. Default: it"
                            + " does not.")
    private Integer rollingDeviation;

    @Option(
            names = "--min-variation",
            paramLabel = "SHARE",
            description =
                    "A sensor whose standard deviation is at most this share of its largest magnitude is left out, 0 to"
                            + " below 1; 0 leaves out what never changes alone.")
    private double minVariation = DEFAULTS.input().minVariation();

    @Option(names = "--epochs", paramLabel = "N", description = "Most passes over the training windows, 1 or more.")
    private int epochs = DEFAULTS.fit().epochs();

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Epochs without a better validation error before training stops, 1 or more.")
    private int patience = DEFAULTS.fit().patience();

    @Option(names = "--batch", paramLabel = "N", description = "Windows per step of the optimiser, 1 or more.")
    private int batch = DEFAULTS.fit().batchSize();

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Adam's step size in the first epoch, above 0; no unit.")
    private double learningRate = DEFAULTS.fit().learningRate();

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "How the step size goes on: ${COMPLETION-CANDIDATES}; COSINE falls to a hundredth.")
    private LearningRateSchedule schedule = DEFAULTS.fit().schedule();

    @Option(
            names = "--clip-norm",
            paramLabel = "NORM",
            description =
                    "Longest gradient (Euclidean norm, of the mean squared error in scaled units squared), above 0; a"
                            + " longer one is scaled down. Default: no clipping.")
    private Double clipNorm;

    @Option(names = "--seed", paramLabel = "N", description = "First weights and the order of windows follow from it.")
    private long seed = DEFAULTS.fit().seed();

    @Option(
            names = "--augment",
            paramLabel = "GENERATOR",
            description =
                    "Put synthetic windows of normal operation beside the recorded ones that are learnt, never beside those"
                            + " that validate or calibrate: ${COMPLETION-CANDIDATES}. LIGHT are random walks, VAE is a variational"
                            + " autoencoder. Default: none.")
    private GeneratorKind augment;

    @Option(
            names = "--augment-factor",
            paramLabel = "SHARE",
            description =
                    "With --augment: synthetic windows as a share of the recorded ones that are learnt, above 0 to 10. Default: 0.3.")
    private Double augmentFactor;

    @Option(
            names = "--fine-tune",
            description =
                    "After the general model, fit it further to each machine's own windows; a machine whose validation"
                            + " error gets smaller has a model of its own, a small delta of the general one, in"
                            + " DIR/machines. Needs --run.")
    private boolean fineTune;

    @Option(
            names = "--fine-tune-layers",
            paramLabel = "LAYERS",
            description =
                    "What a machine has of its own: ${COMPLETION-CANDIDATES}. All layers are as large as the model.")
    private FineTuneOptions.Layers fineTuneLayers = FineTuneOptions.DEFAULT.layers();

    @Option(
            names = "--fine-tune-epochs",
            paramLabel = "N",
            description = "Most epochs for each machine with all layers, 1 or more.")
    private int fineTuneEpochs = FineTuneOptions.DEFAULT.epochs();

    @Option(
            names = "--fine-tune-rate",
            paramLabel = "FACTOR",
            description = "Learning rate of all layers' fine-tuning as a share of --learning-rate, above 0 to 1.")
    private double fineTuneRate = FineTuneOptions.DEFAULT.rateFactor();

    /** Options of the network's training, which other kinds of detector may have too, by the names that those have for them. */
    private static final Map<String, String> OF_KINDS = Map.of(
            "--trainer", "trainer",
            "--steps", "steps",
            "--hidden", "hidden",
            "--activation", "activation",
            "--epochs", "epochs",
            "--patience", "patience",
            "--batch", "batch",
            "--learning-rate", "learning-rate",
            "--schedule", "schedule",
            "--clip-norm", "clip-norm");

    /** Those that were given, as they were given. */
    public static Map<String, String> given(ParseResult arguments) {
        var given = new LinkedHashMap<String, String>();
        for (OptionSpec option : arguments.matchedOptions()) {
            String name = OF_KINDS.get(option.longestName());
            if (name != null) {
                given.put(name, String.join(",", option.originalStringValues()));
            }
        }
        return given;
    }

    /**
     * Empty without {@code --fine-tune}.
     *
     * @throws IllegalArgumentException as {@link #options()}
     */
    public Optional<FineTuneOptions> fineTuning() {
        return fineTune
                ? Optional.of(new FineTuneOptions(
                        fineTuneLayers, fineTuneEpochs, fineTuneRate, FineTuneOptions.DEFAULT.patience()))
                : Optional.empty();
    }

    /** @throws IllegalArgumentException if a value is out of its range; says which, what was expected and what was found */
    public TrainingOptions options() {
        return ofAnyKind()
                .withTrainer(trainer)
                .network(network -> network.withSteps(steps).withHidden(hidden).withActivation(activation))
                .fit(fit -> fit.withEpochs(epochs)
                        .withPatience(patience)
                        .withBatchSize(batch)
                        .withLearningRate(learningRate)
                        .withSchedule(schedule)
                        .withClipNorm(clipNorm == null ? Double.POSITIVE_INFINITY : clipNorm));
    }

    /** What every kind of detector has: inputs and a seed; the network's options are not looked at. */
    public TrainingOptions ofAnyKind() {
        return DEFAULTS.input(input -> input.withScaler(scaler)
                        .withRoles(roles)
                        .withMinVariation(minVariation)
                        .withFeatures(new FeatureSpec(
                                difference, rollingDeviation != null, rollingDeviation == null ? 0 : rollingDeviation)))
                .fit(fit -> fit.withSeed(seed))
                .withAugment(augmentation());
    }

    private Optional<AugmentOptions> augmentation() {
        if (augment == null) {
            if (augmentFactor != null) {
                throw new IllegalArgumentException("--augment-factor expects --augment, found it alone");
            }
            return Optional.empty();
        }
        return Optional.of(
                new AugmentOptions(augment, augmentFactor == null ? AugmentOptions.USUAL_FACTOR : augmentFactor));
    }
}
