package io.millrace.training.evaluate;

import io.millrace.detection.quality.ConfusionMatrix;
import io.millrace.detection.quality.DetectionDelay;
import io.millrace.detection.quality.EventQuality;
import io.millrace.detection.quality.FalseAlarms;
import io.millrace.detection.quality.NabProfile;
import io.millrace.training.suite.Suite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Figures of one data set: events and rows summed over its series, areas averaged, as the protocols have it.
 *
 * @param series how many
 * @param figures no label took part in any choice
 * @param oracle figures whose threshold the labels chose
 */
public record GroupFigures(int series, Map<String, Double> figures, Map<String, Double> oracle) {

    /** Figures of one series that are averaged over a group; the others are sums, or ratios of sums. */
    private static final Set<String> AVERAGED = Set.of(
            "vusPr",
            "vusRoc",
            "aucPr",
            "aucRoc",
            "vusPrCausal",
            "vusRocCausal",
            "aucPrCausal",
            "aucRocCausal",
            "vusPrDelayed",
            "vusRocDelayed",
            "aucPrDelayed",
            "aucRocDelayed",
            "eventBasedF1",
            "rangeBasedF1",
            "affiliationF1",
            "rootCauseHitRate",
            "bestF1",
            "bestEventBasedF1",
            "bestRangeBasedF1",
            "bestAffiliationF1",
            "bestPointAdjustedF1");

    static GroupFigures of(SuiteConfiguration configuration, AlarmRule rule, List<SeriesEvaluation> series) {
        var events = EventQuality.EMPTY;
        var rows = ConfusionMatrix.EMPTY;
        var delay = DetectionDelay.EMPTY;
        var alarms = FalseAlarms.NONE;
        var perSeries = new ArrayList<Map<String, Double>>();
        var oracles = new ArrayList<Map<String, Double>>();
        for (SeriesEvaluation one : series) {
            events = events.plus(one.matching().quality());
            rows = rows.plus(one.alarms().confusion());
            delay = delay.plus(one.delay());
            alarms = alarms.plus(one.falseAlarms());
            perSeries.add(SeriesFigures.of(one, configuration.timing()));
            oracles.add(SeriesFigures.oracle(one, configuration.timing()));
        }
        var figures = new LinkedHashMap<String, Double>();
        put(figures, "eventF1", events.f1());
        put(figures, "eventPrecision", events.precision());
        put(figures, "eventRecall", events.recall());
        put(figures, "tp", events.truePositives());
        put(figures, "fp", events.falsePositives());
        put(figures, "fn", events.falseNegatives());
        figures.putAll(means(perSeries));
        put(figures, "f1", rows.f1());
        put(figures, "precision", rows.precision());
        put(figures, "recall", rows.recall());
        put(figures, "accuracy", rows.accuracy());
        put(figures, "specificity", rows.specificity());
        put(figures, "falseAlarmRate", rows.falseAlarmRate());
        put(figures, "missedAlarmRate", rows.missedAlarmRate());
        put(figures, "detectionDelayRows", delay.median());
        put(figures, "falseAlarmsPerMachineDay", alarms.perMachineDay());
        Map<String, Double> oracle = means(oracles);
        if (configuration.suite() == Suite.NAB) {
            for (NabProfile profile : NabProfile.values()) {
                put(
                        figures,
                        nabName(profile),
                        NabAlarms.labelFree(series, rule, profile).normalised());
                put(
                        oracle,
                        nabName(profile) + "Optimised",
                        NabAlarms.optimised(series, rule, profile).normalised());
            }
        }
        return new GroupFigures(series.size(), figures, oracle);
    }

    private static String nabName(NabProfile profile) {
        return switch (profile) {
            case STANDARD -> "nabStandard";
            case REWARD_LOW_FP_RATE -> "nabRewardLowFpRate";
            case REWARD_LOW_FN_RATE -> "nabRewardLowFnRate";
        };
    }

    private static Map<String, Double> means(List<Map<String, Double>> perSeries) {
        var values = new LinkedHashMap<String, List<Double>>();
        for (Map<String, Double> one : perSeries) {
            one.forEach((name, value) -> {
                if (AVERAGED.contains(name)) {
                    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                }
            });
        }
        var means = new LinkedHashMap<String, Double>();
        values.forEach((name, all) -> put(
                means,
                name,
                all.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN)));
        return means;
    }

    private static void put(Map<String, Double> figures, String name, double value) {
        if (Double.isFinite(value)) {
            figures.put(name, value);
        }
    }

    /** For programs: counts as whole numbers, oracle figures in an object of their own. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("series", series);
        figures.forEach((name, value) ->
                json.put(name, Set.of("tp", "fp", "fn").contains(name) ? (Object) value.intValue() : value));
        json.put("oracle", oracle);
        return json;
    }
}
