package io.millrace.training.evaluate;

import io.millrace.detection.explain.Attribution;
import io.millrace.detection.explain.Background;
import io.millrace.detection.explain.ExplainSettings;
import io.millrace.detection.explain.Surrogate;
import io.millrace.detection.explain.WindowExplainer;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.series.MemoryReplay;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.recipe.FittedDetector;
import io.millrace.training.suite.SuiteSeries;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ranks the sensors of a series' events in every way, by a detector with the memory that it had at the time. */
final class EventRanking {

    /** One segment: root causes are sensors, not times. */
    static final ExplainSettings SETTINGS = new ExplainSettings(1, 24, 512, 1, 1, 0);

    static final int BACKGROUND_WINDOWS = 12;

    private final ScoredSeries scored;
    private final WindowExplainer explainer;
    private final double[][] rows;

    private EventRanking(SuiteSeries series, ScoredSeries scored, FittedDetector fitted) {
        this.scored = scored;
        this.rows = series.scored().rows();
        int ringRows = fitted.detector().steps() + fitted.preprocessing().lookbackRows();
        Background healthy = Background.sample(
                List.<double[][]>of(series.train().rows()), ringRows, BACKGROUND_WINDOWS, "training rows");
        this.explainer = new WindowExplainer(fitted.preprocessing(), fitted.detector(), healthy, SETTINGS);
    }

    /** Events in which no window lies are left out. */
    static List<RankedEvent> of(
            SuiteSeries series, ScoredSeries scored, DetectorRecipe recipe, long seed, List<RootCauses> causes) {
        FittedDetector fitted = recipe.fit(series.train().withoutLabels(), seed, TrainingProgress.SILENT);
        var ranking = new EventRanking(series, scored, fitted);
        Map<Integer, List<RootCauses>> byPeak = new TreeMap<>();
        for (RootCauses cause : causes) {
            int peak = ranking.peak(cause);
            if (peak >= 0) {
                byPeak.computeIfAbsent(peak, window -> new ArrayList<>()).add(cause);
            }
        }
        var ranked = new ArrayList<RankedEvent>();
        int[] peaks = byPeak.keySet().stream().mapToInt(Integer::intValue).toArray();
        MemoryReplay.visit(
                fitted.preprocessing(),
                fitted.detector(),
                ranking.rows,
                peaks,
                (window, memory) ->
                        byPeak.get(window).forEach(cause -> ranked.add(ranking.rank(cause, window, memory))));
        return ranked;
    }

    /** The event's window with the highest score, −1 where none lies in it. */
    private int peak(RootCauses cause) {
        int peak = -1;
        for (int row = Math.max(cause.rows().start(), scored.firstRow());
                row <= cause.rows().end();
                row++) {
            int n = row - scored.firstRow();
            peak = peak < 0 || scored.raw()[n] > scored.raw()[peak] ? n : peak;
        }
        return peak;
    }

    private RankedEvent rank(RootCauses cause, int window, MachineMemory memory) {
        double[][] observed = Arrays.copyOfRange(rows, window, window + explainer.ringRows());
        long began = processorNanos();
        Attribution attribution = explainer.attribute(observed, memory);
        long between = processorNanos();
        Surrogate surrogate = explainer.surrogate(observed, memory);
        long ended = processorNanos();
        requireSameScore(attribution.score(), scored.raw()[window]);
        var rankings = new EnumMap<Ranking, List<String>>(Ranking.class);
        rankings.put(Ranking.EVENT_ERROR, cause.byEventError(scored));
        rankings.put(Ranking.PEAK_ERROR, byPeakError(window));
        rankings.put(Ranking.SHAPLEY, scoredOnly(attribution.sensors(), attribution.ranking()));
        rankings.put(Ranking.SURROGATE, scoredOnly(surrogate.sensors(), surrogate.ranking()));
        long asked = 2L * attribution.pairs() * (attribution.sensors().size() + 1);
        return new RankedEvent(
                cause,
                scored.sensors(),
                rankings,
                surrogate.fidelity(),
                (between - began) / 1e9,
                (ended - between) / 1e9,
                asked);
    }

    /** Of this thread: what an explanation costs must not depend on who else is at work. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** What is explained must be what was scored, or the rankings would be of another detector. */
    private static void requireSameScore(double explained, double cached) {
        if (Math.abs(explained - cached) > 1e-6 * Math.max(1, Math.abs(cached))) {
            throw new IllegalStateException("a window scores " + explained + ", its cached score is " + cached
                    + ": the scores are another program's; measure with --no-cache");
        }
    }

    private List<String> byPeakError(int window) {
        var weights = new double[scored.sensors().size()];
        Arrays.setAll(weights, s -> scored.share(window, s));
        return RootCauses.ranked(scored.sensors(), weights);
    }

    /** State inputs are no candidates: no other ranking may name them. */
    private List<String> scoredOnly(List<String> sensors, List<Integer> ranking) {
        return ranking.stream()
                .map(sensors::get)
                .filter(scored.sensors()::contains)
                .toList();
    }
}
