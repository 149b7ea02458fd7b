package io.millrace.training.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything measured on a suite with one detector.
 *
 * @param configuration what was run
 * @param detector its name
 * @param seed of everything random
 * @param series in the suite's order
 * @param groups figures by data set
 * @param medians over the series of the whole suite
 * @param seconds wall time, fitting and scoring included unless the scores were known
 */
public record SuiteEvaluation(
        SuiteConfiguration configuration,
        String detector,
        long seed,
        List<SeriesEvaluation> series,
        Map<String, GroupFigures> groups,
        Map<String, Double> medians,
        double seconds) {

    static SuiteEvaluation of(
            SuiteConfiguration configuration,
            String detector,
            long seed,
            List<SeriesEvaluation> series,
            double seconds) {
        var members = new LinkedHashMap<String, List<SeriesEvaluation>>();
        for (SeriesEvaluation one : series) {
            members.computeIfAbsent(one.series().group(), group -> new ArrayList<>())
                    .add(one);
        }
        var groups = new LinkedHashMap<String, GroupFigures>();
        members.forEach((group, own) -> groups.put(
                group,
                GroupFigures.of(configuration, configuration.detector(detector).rule(), own)));
        return new SuiteEvaluation(
                configuration,
                detector,
                seed,
                List.copyOf(series),
                groups,
                SeriesFigures.medians(series, configuration.timing()),
                seconds);
    }

    /** One object for programs; absent figures are left out. */
    public Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("suite", configuration.suite().optionName());
        json.put("detector", detector);
        json.put("series", series.size());
        var byGroup = new LinkedHashMap<String, Object>();
        groups.forEach((group, figures) -> byGroup.put(group, figures.json()));
        json.put("groups", byGroup);
        json.put("medians", medians);
        json.put("seconds", seconds);
        json.put("seed", seed);
        json.put("rankingScores", configuration.timing().label());
        return json;
    }
}
