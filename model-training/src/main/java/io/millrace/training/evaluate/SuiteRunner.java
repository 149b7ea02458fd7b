package io.millrace.training.evaluate;

import io.millrace.training.network.TrainingProgress;
import io.millrace.training.suite.Suite;
import io.millrace.training.suite.SuiteSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs detectors over the series of a suite. Series are read once; scores come from the cache where it has them. An interrupt ends the run
 * between two series: what was scored until then stays in the cache. One per run, not thread-safe.
 */
public final class SuiteRunner {

    private final SuiteConfiguration configuration;
    private final List<SuiteSeries> series;
    private final Map<String, List<RootCauses>> causes = new HashMap<>();
    private final ScoreCache cache;

    private SuiteRunner(SuiteConfiguration configuration, List<SuiteSeries> series, ScoreCache cache) {
        this.configuration = configuration;
        this.series = series;
        this.cache = cache;
    }

    /**
     * Reads the suite.
     *
     * @param datasets folder that holds the suite's folder
     */
    public static SuiteRunner open(SuiteConfiguration configuration, Path datasets, ScoreCache cache)
            throws IOException {
        Suite suite = configuration.suite();
        var runner = new SuiteRunner(configuration, suite.read(datasets), cache);
        for (SuiteSeries one : runner.series) {
            runner.causes.put(one.name(), RootCauses.read(suite, datasets, one));
        }
        return runner;
    }

    /** The same on the leading series alone. */
    SuiteRunner leading(int most) {
        var runner = new SuiteRunner(configuration, series.subList(0, Math.min(most, series.size())), cache);
        runner.causes.putAll(causes);
        return runner;
    }

    public List<SuiteSeries> series() {
        return series;
    }

    /**
     * Measures one detector on all series.
     *
     * @throws InterruptedException if the thread was interrupted; what was scored until then is in the cache
     */
    public SuiteEvaluation run(String detector, long seed, EvaluationProgress progress)
            throws IOException, InterruptedException {
        SuiteConfiguration.Configured configured = configuration.detector(detector);
        long began = System.nanoTime();
        var evaluations = new ArrayList<SeriesEvaluation>();
        for (SuiteSeries one : series) {
            if (Thread.interrupted()) {
                throw new InterruptedException(
                        "interrupted after " + evaluations.size() + " of " + series.size() + " series of " + detector);
            }
            progress.begun(detector, one.name());
            ScoredSeries scored = scored(one, configured, seed, progress);
            evaluations.add(SeriesEvaluator.evaluate(
                    one, scored, configured.rule(), causes.getOrDefault(one.name(), List.of())));
            progress.done(detector, one.name());
        }
        return SuiteEvaluation.of(configuration, detector, seed, evaluations, (System.nanoTime() - began) / 1e9);
    }

    /**
     * Measures how well attributions of one detector name the sensors that caused an event, on the series whose causes are known. The detector
     * is fitted again, since scores are cached and models are not.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    public RootCauseQuality rootCauses(String detector, long seed, EvaluationProgress progress)
            throws IOException, InterruptedException {
        SuiteConfiguration.Configured configured = configuration.detector(detector);
        var ranked = new ArrayList<RankedEvent>();
        for (SuiteSeries one : series) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before series " + one.name() + " of " + detector);
            }
            progress.begun(detector, one.name());
            List<RootCauses> known = causes.getOrDefault(one.name(), List.of());
            if (!known.isEmpty()) {
                ScoredSeries scored = scored(one, configured, seed, progress);
                ranked.addAll(EventRanking.of(one, scored, configured.recipe(), seed, known));
            }
            progress.done(detector, one.name());
        }
        return RootCauseQuality.of(configuration.suite(), detector, ranked);
    }

    private ScoredSeries scored(
            SuiteSeries one, SuiteConfiguration.Configured configured, long seed, EvaluationProgress progress)
            throws IOException {
        String key = ScoreCache.key(one, configured.recipe(), seed);
        Optional<ScoredSeries> known = cache.find(key);
        if (known.isPresent()) {
            return known.get();
        }
        TrainingProgress epochs = (epoch, most) -> progress.epoch(epoch.number(), most, epoch.validationError());
        ScoredSeries scored = SeriesScoring.of(one, configured.recipe(), seed, epochs);
        cache.keep(key, scored);
        return scored;
    }
}
