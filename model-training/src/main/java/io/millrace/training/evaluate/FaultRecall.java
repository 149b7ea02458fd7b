package io.millrace.training.evaluate;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.morphology.Run;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.detection.threshold.AlertLevels;
import io.millrace.training.augment.FaultEpisode;
import io.millrace.training.augment.FaultEpisodes;
import io.millrace.training.augment.SyntheticFaultKind;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.pipeline.SplitOptions;
import io.millrace.training.recipe.DetectorKind;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.recipe.DetectorTraining;
import io.millrace.training.recipe.KnownKind;
import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a kind of detector makes of planted faults in one recording: trained as {@code train} trains it on the recording's older rows, judged as the
 * job judges on pieces of its newer ones.
 *
 * <p>A fault is found when a row from its first to one window after its last is in an event that is not there in the same piece without the
 * fault: a detector that alarms always finds nothing.
 *
 * @param kind of detector
 * @param recording name of what was recorded
 * @param found faults found, by kind
 * @param planted faults of each kind
 * @param rowsInAlarm rows of unaltered pieces that are in an event
 * @param rows rows of unaltered pieces that were judged
 */
public record FaultRecall(
        KnownKind kind,
        String recording,
        Map<SyntheticFaultKind, Integer> found,
        int planted,
        long rowsInAlarm,
        long rows) {

    /** Pieces that detectors which need labels learn from: shorter, so that there are more of them. */
    private static final int TRAINING_PIECE = FaultEpisodes.FEWEST_ROWS;

    /** What is trained on and judged by; a kind that needs no labels learns the healthy rows. */
    public record Recording(String name, Series training, Series heldBack) {

        /** Older rows to train on, newer ones to judge by. */
        public static Recording of(String name, Series healthy, double trainingShare) {
            int rows = (int) (trainingShare * healthy.length());
            return new Recording(name, healthy.head(rows), healthy.tail(rows));
        }
    }

    /**
     * @param settings of the kind; the others stand at their standard
     * @param episodes faults to find; those that are learnt where labels are needed follow from another seed
     */
    public static FaultRecall measure(
            KnownKind kind,
            Map<String, String> settings,
            Recording recording,
            FaultEpisodes episodes,
            long seed,
            TrainingProgress progress) {
        ModelArtefact artefact = train(kind, settings, recording, episodes, seed, progress);
        List<FaultEpisode> all = episodes.of(
                List.of(recording.heldBack()),
                List.of(recording.training()),
                Arrays.asList(SyntheticFaultKind.values()));
        var healthy = new ArrayList<Judged>();
        for (FaultEpisode episode : all.subList(0, episodes.perKind())) {
            healthy.add(judge(artefact, episode.healthy()));
        }
        var found = new EnumMap<SyntheticFaultKind, Integer>(SyntheticFaultKind.class);
        for (FaultEpisode episode : all) {
            boolean hit = finds(artefact, episode, healthy.get(episode.number() - 1));
            found.merge(episode.fault().kind(), hit ? 1 : 0, Integer::sum);
        }
        return new FaultRecall(
                kind,
                recording.name(),
                found,
                episodes.perKind(),
                healthy.stream().mapToLong(Judged::rowsInAlarm).sum(),
                healthy.stream().mapToLong(Judged::rows).sum());
    }

    private static ModelArtefact train(
            KnownKind kind,
            Map<String, String> settings,
            Recording recording,
            FaultEpisodes episodes,
            long seed,
            TrainingProgress progress) {
        DetectorKind made = kind.with(settings);
        Series training = kind.needsLabels()
                ? new FaultEpisodes(1, TRAINING_PIECE, ~episodes.seed())
                        .throughout(recording.training(), Arrays.asList(SyntheticFaultKind.values()))
                : recording.training();
        var recipe = new DetectorRecipe(
                kind.name(), InputOptions.DEFAULT, made.stateInputs(), made, SplitOptions.DEFAULT.calibration());
        AlarmOptions alarm = kind.thresholdWith(settings)
                .map(AlarmOptions.DEFAULT::withThreshold)
                .orElse(AlarmOptions.DEFAULT);
        return DetectorTraining.train(List.of(training), recipe, alarm, kind.name(), 1, 0, seed, progress)
                .artefact();
    }

    /** @param alarm whether each row is in an event, [rows] */
    private record Judged(boolean[] alarm, int firstRow) {

        long rows() {
            return alarm.length - firstRow;
        }

        long rowsInAlarm() {
            long count = 0;
            for (boolean row : alarm) {
                count += row ? 1 : 0;
            }
            return count;
        }
    }

    private static Judged judge(ModelArtefact artefact, Series piece) {
        SeriesScores scores = new SeriesScorer(artefact.preprocessing(), artefact.detector(), artefact.smoothing())
                .score(piece.rows());
        double threshold = artefact.alarm(piece.machineId(), AlertLevels.DEFAULT);
        var alarm = new boolean[piece.length()];
        for (Run event : scores.events(threshold, artefact.morphology())) {
            Arrays.fill(alarm, event.start(), event.end() + 1, true);
        }
        return new Judged(alarm, scores.firstRow());
    }

    private static boolean finds(ModelArtefact artefact, FaultEpisode episode, Judged healthy) {
        boolean[] alarm = judge(artefact, episode.faulty()).alarm();
        int end = Math.min(
                alarm.length, episode.fault().end() + artefact.detector().steps());
        for (int row = episode.fault().start(); row < end; row++) {
            if (alarm[row] && !healthy.alarm()[row]) {
                return true;
            }
        }
        return false;
    }
}
