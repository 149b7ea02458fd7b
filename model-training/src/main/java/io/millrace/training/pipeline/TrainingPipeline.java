package io.millrace.training.pipeline;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.augment.AugmentOptions;
import io.millrace.training.network.Checkpoint;
import io.millrace.training.network.FittedNetwork;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.network.WindowSet;
import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Trains one LSTM autoencoder on the normal rows of one or many machines of the same layout.
 *
 * <p>Each series is divided in time, see {@link SplitOptions}. The scaler and the network see the first part alone, early stopping the
 * second; the threshold rests on the scores of the last part's rows, computed as the job computes them.
 */
public final class TrainingPipeline {

    private TrainingPipeline() {}

    /**
     * @param training normal operation; all series with the same sensors in the same order, each longer than a window
     * @param modelId names the model over all its versions
     * @param version ≥ 1
     * @param createdAtMillis epoch milliseconds, for the artefact
     */
    public static TrainedModel train(
            List<Series> training,
            TrainingOptions options,
            String modelId,
            long version,
            long createdAtMillis,
            TrainingProgress progress) {
        return train(training, options, modelId, version, createdAtMillis, progress, Optional.empty());
    }

    /**
     * As above, interruptible.
     *
     * @param checkpoint where the network's fit is kept from epoch to epoch
     */
    public static TrainedModel train(
            List<Series> training,
            TrainingOptions options,
            String modelId,
            long version,
            long createdAtMillis,
            TrainingProgress progress,
            Optional<CheckpointOptions> checkpoint) {
        InputFit.requireOneLayout(training);
        List<SeriesSplit> splits =
                training.stream().map(series -> SeriesSplit.of(series, options)).toList();
        List<Series> fitParts = splits.stream().map(SeriesSplit::fit).toList();
        Preprocessing preprocessing = InputFit.of(fitParts, options.input(), false);
        InputFit.requireLife(preprocessing, fitParts);

        WindowSet fit = fitWindows(fitParts, preprocessing, options);
        WindowSet validation = validationWindows(splits, preprocessing, options, fit.size());
        WindowSet learnt = options.augment()
                .map(augment -> fit.with(synthetic(augment, fitParts, preprocessing, fit, options)))
                .orElse(fit);
        SortedMap<String, String> origin = Provenance.of(training);
        String identity = options.describe() + " on data " + origin.get("data.sha256");
        FittedNetwork network = options.trainer()
                .newTrainer()
                .fit(
                        learnt,
                        validation,
                        options.network(),
                        options.fit(),
                        progress,
                        checkpoint.map(wanted -> new Checkpoint(wanted.file(), identity, wanted.resume())));

        var detector =
                new ReconstructionDetector(network.model(), options.alarm().scoring());
        double[] scores = Calibration.scores(
                splits, preprocessing, detector, options.alarm().smoothing());
        var thresholds = new Thresholds(
                options.alarm().threshold().describe(),
                options.alarm().threshold().fit(scores),
                Map.of(),
                0,
                options.alarm().criticalRatio());
        var provenance = new TreeMap<>(options.describe());
        provenance.putAll(origin);
        provenance.put("training.windows", Integer.toString(fit.size()));
        if (learnt.size() > fit.size()) {
            provenance.put("training.syntheticWindows", Integer.toString(learnt.size() - fit.size()));
        }
        provenance.put(
                "training.epochs", Integer.toString(network.curve().epochs().size()));
        provenance.put(
                "training.validationError",
                Double.toString(network.curve().bestEpoch().validationError()));
        var artefact = new ModelArtefact(
                modelId,
                version,
                createdAtMillis,
                preprocessing,
                detector,
                options.alarm().smoothing(),
                thresholds,
                options.alarm().morphology(),
                Calibration.of(scores, detector),
                provenance);
        return new TrainedModel(artefact, Optional.of(network.curve()), fit.size(), validation.size(), scores.length);
    }

    /** Made after the fit part alone. */
    private static List<float[]> synthetic(
            AugmentOptions augment,
            List<Series> fitParts,
            Preprocessing preprocessing,
            WindowSet fit,
            TrainingOptions options) {
        int[] known = fitParts.stream()
                .mapToInt(part -> part.length() - preprocessing.lookbackRows())
                .toArray();
        return new SyntheticRows(augment, fitParts, preprocessing)
                .windows(
                        known,
                        options.network().steps(),
                        fit.size(),
                        options.fit().seed());
    }

    static WindowSet fitWindows(List<Series> parts, Preprocessing preprocessing, TrainingOptions options) {
        List<float[]> matrices =
                parts.stream().map(part -> preprocessing.transform(part.rows())).toList();
        return atMost(options.split().maxWindows(), matrices, preprocessing, options);
    }

    /** Windows whose newest row is a validation row, a fair share of the fit windows in number. */
    static WindowSet validationWindows(
            List<SeriesSplit> splits, Preprocessing preprocessing, TrainingOptions options, int fitWindows) {
        var matrices = new ArrayList<float[]>();
        for (SeriesSplit split : splits) {
            if (split.validationRows() > 0) {
                matrices.add(preprocessing.transform(
                        split.validationWithLead(preprocessing.lookbackRows()).rows()));
            }
        }
        int most = Math.max(32, (int) (fitWindows
                * options.split().validation()
                / (1 - options.split().validation())));
        return atMost(most, matrices, preprocessing, options);
    }

    /** Windows at the narrowest stride that gives no more than {@code most}. */
    private static WindowSet atMost(
            int most, List<float[]> matrices, Preprocessing preprocessing, TrainingOptions options) {
        int steps = options.network().steps();
        int width = preprocessing.features();
        long possible = matrices.stream()
                .mapToLong(matrix -> Math.max(0, matrix.length / width - steps + 1))
                .sum();
        int stride = (int) Math.max(1, possible / most);
        WindowSet windows = WindowSet.of(matrices, steps, width, stride);
        while (windows.size() > most && windows.size() > matrices.size()) {
            windows = WindowSet.of(matrices, steps, width, ++stride);
        }
        return windows;
    }

    /** Ids of the machines in a list of series, for messages and provenance. */
    static String machines(List<Series> series) {
        Stream<String> ids = series.stream().map(Series::machineId).distinct();
        return String.join(", ", ids.limit(50).toList());
    }
}
