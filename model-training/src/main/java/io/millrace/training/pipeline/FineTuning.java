package io.millrace.training.pipeline;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.network.DivergedException;
import io.millrace.training.network.FitOptions;
import io.millrace.training.network.FittedNetwork;
import io.millrace.training.network.OutputLayerFit;
import io.millrace.training.network.Trainer;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.network.WindowSet;
import io.millrace.training.pipeline.FineTuneOptions.Layers;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * From one general model to a set: the general one with a threshold for each machine, and a small delta for each machine that gains by
 * layers of its own. Scaler and sensor roles stay those of the general model.
 */
public final class FineTuning {

    /** Fewest calibration scores that a machine's own threshold may rest on; with fewer it has the general one. */
    private static final int FEWEST_SCORES = 30;

    private final TrainedModel global;
    private final String globalSha256;
    private final TrainingOptions options;
    private final FineTuneOptions tuning;
    private final Trainer trainer;

    private FineTuning(TrainedModel global, TrainingOptions options, FineTuneOptions tuning) {
        this.global = global;
        this.globalSha256 = ArtefactCodec.weightsSha256(global.artefact());
        this.options = options;
        this.tuning = tuning;
        this.trainer = options.trainer().newTrainer();
    }

    /** Where the machines' deltas go as soon as each is done, since thousands of them need not be held at once. */
    public interface Shelf {

        /**
         * What an interrupted fine-tuning has done for a machine, to be taken over.
         *
         * @param identity of general model and options; what was done under another one is not meant
         */
        Optional<TunedMachine> before(String identity, String machineId) throws IOException;

        /**
         * @param delta encoded; empty where the general model serves the machine
         */
        void put(String identity, TunedMachine machine, Optional<byte[]> delta) throws IOException;
    }

    /**
     * The set.
     *
     * @param global with thresholds per machine
     * @param machines in the order of the training series
     */
    public record ModelSet(TrainedModel global, List<TunedMachine> machines) {

        public ModelSet {
            machines = List.copyOf(machines);
        }
    }

    /**
     * @param global trained on {@code training} with {@code options}
     * @param done hears of each machine when it is done
     * @throws IOException if the shelf cannot be read or written
     */
    public static ModelSet of(
            TrainedModel global,
            List<Series> training,
            TrainingOptions options,
            FineTuneOptions tuning,
            Shelf shelf,
            Consumer<TunedMachine> done)
            throws IOException {
        return new FineTuning(global, options, tuning).run(training, shelf, done);
    }

    private ModelSet run(List<Series> training, Shelf shelf, Consumer<TunedMachine> done) throws IOException {
        String identity = globalSha256 + " " + global.artefact().modelId() + " "
                + global.artefact().version() + " " + tuning + " " + options.describe();
        var splits = new LinkedHashMap<String, List<SeriesSplit>>();
        for (Series series : training) {
            splits.computeIfAbsent(series.machineId(), id -> new ArrayList<>()).add(SeriesSplit.of(series, options));
        }
        var machines = new ArrayList<TunedMachine>();
        var thresholds = new TreeMap<String, Double>();
        for (Map.Entry<String, List<SeriesSplit>> own : splits.entrySet()) {
            Optional<TunedMachine> before = shelf.before(identity, own.getKey());
            TunedMachine machine =
                    before.isPresent() ? before.get() : tune(own.getKey(), own.getValue(), identity, shelf);
            if (!Double.isNaN(machine.globalThreshold())) {
                thresholds.put(machine.machineId(), machine.globalThreshold());
            }
            machines.add(machine);
            done.accept(machine);
        }
        return new ModelSet(global.withThresholds(with(thresholds)), machines);
    }

    private TunedMachine tune(String machineId, List<SeriesSplit> splits, String identity, Shelf shelf)
            throws IOException {
        ModelArtefact artefact = global.artefact();
        var general = (ReconstructionDetector) artefact.detector();
        double globalThreshold = threshold(splits, general).orElse(Double.NaN);
        WindowSet fit = TrainingPipeline.fitWindows(
                splits.stream().map(SeriesSplit::fit).toList(), artefact.preprocessing(), options);
        WindowSet validation =
                TrainingPipeline.validationWindows(splits, artefact.preprocessing(), options, fit.size());
        double before = Double.NaN;
        double after = Double.NaN;
        int epochs = 0;
        Optional<ModelDelta> delta = Optional.empty();
        if (!validation.isEmpty()) {
            FitOptions light = options.fit()
                    .withEpochs(tuning.epochs())
                    .withPatience(tuning.patience())
                    .withLearningRate(options.fit().learningRate() * tuning.rateFactor());
            before = trainer.error(general.model(), validation, light);
            LstmAutoencoder own = general.model();
            if (tuning.layers() == Layers.OUTPUT) {
                own = OutputLayerFit.of(general.model(), fit, validation);
                after = trainer.error(own, validation, light);
                epochs = 1;
            } else {
                try {
                    FittedNetwork fitted =
                            trainer.fit(general.model(), fit, validation, light, TrainingProgress.SILENT);
                    own = fitted.model();
                    after = fitted.curve().bestEpoch().validationError();
                    epochs = fitted.curve().epochs().size();
                } catch (DivergedException noLoss) {
                    // the general model goes on serving this machine; the others are not to pay for it
                    epochs = noLoss.epoch();
                }
            }
            if (after < before) {
                delta = Optional.of(delta(machineId, splits, own, before, after));
            }
        }
        Optional<byte[]> encoded = delta.map(ArtefactCodec::encode);
        var machine = new TunedMachine(
                machineId,
                before,
                after,
                epochs,
                globalThreshold,
                delta.map(ModelDelta::threshold).orElse(Double.NaN),
                encoded.map(bytes -> bytes.length).orElse(0));
        shelf.put(identity, machine, encoded);
        return machine;
    }

    private ModelDelta delta(
            String machineId, List<SeriesSplit> splits, LstmAutoencoder own, double before, double after) {
        ModelArtefact general = global.artefact();
        Detector detector = new ReconstructionDetector(own, options.alarm().scoring());
        var provenance = new TreeMap<String, String>();
        provenance.put("finetune.options", tuning.toString());
        provenance.put("finetune.globalValidationError", Double.toString(before));
        provenance.put("finetune.validationError", Double.toString(after));
        return new ModelDelta(
                general.modelId() + "-" + machineId,
                general.version(),
                general.createdAtMillis(),
                machineId,
                general.modelId(),
                general.version(),
                globalSha256,
                tuning.layers() == Layers.OUTPUT
                        ? Optional.empty()
                        : Optional.of(new ModelDelta.Recurrent(own.encoder(), own.decoder())),
                own.output(),
                threshold(splits, detector).orElse(general.thresholds().fallback()),
                options.alarm().threshold().describe(),
                provenance);
    }

    /** Nothing where the machine's calibration scores are too few, or all zero. */
    private OptionalDouble threshold(List<SeriesSplit> splits, Detector detector) {
        double[] scores = Calibration.scores(
                splits,
                global.artefact().preprocessing(),
                detector,
                options.alarm().smoothing());
        if (scores.length < FEWEST_SCORES) {
            return OptionalDouble.empty();
        }
        double found = options.alarm().threshold().fit(scores);
        return found > 0 && Double.isFinite(found) ? OptionalDouble.of(found) : OptionalDouble.empty();
    }

    private Thresholds with(Map<String, Double> perMachine) {
        return new Thresholds(
                options.alarm().threshold().describe(),
                global.artefact().thresholds().fallback(),
                perMachine,
                0,
                options.alarm().criticalRatio());
    }
}
