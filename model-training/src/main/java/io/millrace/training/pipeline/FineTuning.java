package io.millrace.training.pipeline;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.network.DivergedException;
import io.millrace.training.network.FitOptions;
import io.millrace.training.network.FittedNetwork;
import io.millrace.training.network.Trainer;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.network.WindowSet;
import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * From one general model to a set: the general one with a threshold for each machine, and a model of its own for each machine that gains by
 * a few epochs on its own windows. Scaler and sensor roles stay those of the general model.
 */
public final class FineTuning {

    /** Fewest calibration scores that a machine's own threshold may rest on; with fewer it has the general one. */
    private static final int FEWEST_SCORES = 30;

    private final TrainedModel global;
    private final TrainingOptions options;
    private final FineTuneOptions tuning;
    private final Trainer trainer;

    private FineTuning(TrainedModel global, TrainingOptions options, FineTuneOptions tuning) {
        this.global = global;
        this.options = options;
        this.tuning = tuning;
        this.trainer = options.trainer().newTrainer();
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
     */
    public static ModelSet of(
            TrainedModel global,
            List<Series> training,
            TrainingOptions options,
            FineTuneOptions tuning,
            Consumer<TunedMachine> done) {
        return new FineTuning(global, options, tuning).run(training, done);
    }

    private ModelSet run(List<Series> training, Consumer<TunedMachine> done) {
        var splits = new LinkedHashMap<String, List<SeriesSplit>>();
        for (Series series : training) {
            splits.computeIfAbsent(series.machineId(), id -> new ArrayList<>()).add(SeriesSplit.of(series, options));
        }
        var machines = new ArrayList<TunedMachine>();
        var thresholds = new TreeMap<String, Double>();
        splits.forEach((machineId, own) -> {
            threshold(own, global.artefact().detector()).ifPresent(found -> thresholds.put(machineId, found));
            TunedMachine machine = tune(machineId, own);
            machines.add(machine);
            done.accept(machine);
        });
        return new ModelSet(global.withThresholds(with(thresholds)), machines);
    }

    private TunedMachine tune(String machineId, List<SeriesSplit> splits) {
        ModelArtefact artefact = global.artefact();
        var general = (ReconstructionDetector) artefact.detector();
        WindowSet fit = TrainingPipeline.fitWindows(
                splits.stream().map(SeriesSplit::fit).toList(), artefact.preprocessing(), options);
        WindowSet validation =
                TrainingPipeline.validationWindows(splits, artefact.preprocessing(), options, fit.size());
        if (validation.isEmpty()) {
            return new TunedMachine(machineId, Double.NaN, Double.NaN, 0, Optional.empty());
        }
        FitOptions light = options.fit()
                .withEpochs(tuning.epochs())
                .withPatience(tuning.patience())
                .withLearningRate(options.fit().learningRate() * tuning.rateFactor());
        double before = trainer.error(general.model(), validation, light);
        FittedNetwork fitted;
        try {
            fitted = trainer.fit(general.model(), fit, validation, light, TrainingProgress.SILENT);
        } catch (DivergedException noLoss) {
            // the general model goes on serving this machine; the others are not to pay for it
            return new TunedMachine(machineId, before, Double.NaN, noLoss.epoch(), Optional.empty());
        }
        double after = fitted.curve().bestEpoch().validationError();
        int epochs = fitted.curve().epochs().size();
        Optional<ModelArtefact> own =
                after < before ? Optional.of(artefact(machineId, splits, fitted, before)) : Optional.empty();
        return new TunedMachine(machineId, before, after, epochs, own);
    }

    private ModelArtefact artefact(String machineId, List<SeriesSplit> splits, FittedNetwork fitted, double before) {
        ModelArtefact general = global.artefact();
        Detector detector =
                new ReconstructionDetector(fitted.model(), options.alarm().scoring());
        var provenance = new TreeMap<>(general.provenance());
        provenance.put("finetune.from", general.modelId() + " version " + general.version());
        provenance.put("finetune.machine", machineId);
        provenance.put("finetune.options", tuning.toString());
        provenance.put("finetune.globalValidationError", Double.toString(before));
        provenance.put(
                "finetune.validationError",
                Double.toString(fitted.curve().bestEpoch().validationError()));
        double threshold =
                threshold(splits, detector).orElse(general.thresholds().fallback());
        return new ModelArtefact(
                general.modelId() + "-" + machineId,
                general.version(),
                general.createdAtMillis(),
                general.preprocessing(),
                detector,
                general.smoothing(),
                thresholds(threshold, Map.of()),
                general.morphology(),
                provenance);
    }

    /** Nothing where the machine's calibration scores are too few, or all zero. */
    private Optional<Double> threshold(List<SeriesSplit> splits, Detector detector) {
        double[] scores = Calibration.scores(
                splits,
                global.artefact().preprocessing(),
                detector,
                options.alarm().smoothing());
        if (scores.length < FEWEST_SCORES) {
            return Optional.empty();
        }
        double found = options.alarm().threshold().fit(scores);
        return found > 0 && Double.isFinite(found) ? Optional.of(found) : Optional.empty();
    }

    private Thresholds with(Map<String, Double> perMachine) {
        return thresholds(global.artefact().thresholds().fallback(), perMachine);
    }

    private Thresholds thresholds(double fallback, Map<String, Double> perMachine) {
        return new Thresholds(
                options.alarm().threshold().describe(),
                fallback,
                perMachine,
                0,
                options.alarm().criticalRatio());
    }
}
