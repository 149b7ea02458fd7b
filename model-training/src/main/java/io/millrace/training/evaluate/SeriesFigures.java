package io.millrace.training.evaluate;

import io.millrace.detection.quality.ConfusionMatrix;
import io.millrace.detection.quality.ErrorStatistics;
import io.millrace.detection.quality.EventQuality;
import io.millrace.detection.quality.ScoreQuality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The figures of a series under the names that reports and files use. A figure that does not exist (no anomalous row) is left out. */
public final class SeriesFigures {

    private SeriesFigures() {}

    /** Figures without labels in any choice. */
    public static Map<String, Double> of(SeriesEvaluation one, ScoreTiming timing) {
        var all = new LinkedHashMap<String, Double>();
        EventQuality events = one.matching().quality();
        ConfusionMatrix rows = one.alarms().confusion();
        put(all, "eventF1", events.truePositives() + events.falseNegatives() == 0 ? Double.NaN : events.f1());
        put(all, "eventPrecision", events.precision());
        put(all, "eventRecall", events.truePositives() + events.falseNegatives() == 0 ? Double.NaN : events.recall());
        put(all, "tp", events.truePositives());
        put(all, "fp", events.falsePositives());
        put(all, "fn", events.falseNegatives());
        boolean anomalous = rows.truePositives() + rows.falseNegatives() > 0;
        put(all, "f1", anomalous ? rows.f1() : Double.NaN);
        put(all, "precision", rows.precision());
        put(all, "recall", anomalous ? rows.recall() : Double.NaN);
        put(all, "accuracy", rows.accuracy());
        put(all, "specificity", rows.specificity());
        put(all, "falseAlarmRate", rows.falseAlarmRate());
        put(all, "missedAlarmRate", anomalous ? rows.missedAlarmRate() : Double.NaN);
        ranking(all, "", one.quality(timing));
        ranking(all, "Causal", one.causal());
        ranking(all, "Delayed", one.delayed());
        if (anomalous) {
            put(all, "eventBasedF1", one.alarms().eventBased().f1());
            put(all, "rangeBasedF1", one.alarms().rangeBased().f1());
            put(all, "affiliationF1", one.alarms().affiliation().f1());
        }
        put(all, "detectionDelayRows", one.delay().median());
        put(all, "falseAlarmsPerMachineDay", one.falseAlarms().perMachineDay());
        one.hitRate().ifPresent(rate -> put(all, "rootCauseHitRate", rate));
        return all;
    }

    private static void ranking(Map<String, Double> all, String suffix, ScoreQuality quality) {
        put(all, "vusPr" + suffix, quality.volume().pr());
        put(all, "vusRoc" + suffix, quality.volume().roc());
        put(all, "aucPr" + suffix, quality.aucPr());
        put(all, "aucRoc" + suffix, quality.aucRoc());
    }

    /** Figures whose threshold the labels chose: what the scores would allow, not what an operator gets. */
    public static Map<String, Double> oracle(SeriesEvaluation one, ScoreTiming timing) {
        ScoreQuality quality = one.quality(timing);
        var all = new LinkedHashMap<String, Double>();
        put(all, "bestF1", quality.standardF1().value());
        put(all, "bestF1Threshold", quality.standardF1().threshold());
        put(all, "bestEventBasedF1", quality.eventBasedF1().value());
        put(all, "bestRangeBasedF1", quality.rangeBasedF1().value());
        put(all, "bestAffiliationF1", quality.affiliationF1().value());
        put(all, "bestPointAdjustedF1", quality.pointAdjustedF1().value());
        return all;
    }

    /** Causal scores of normal and anomalous rows. */
    public static Map<String, Double> errors(SeriesEvaluation one) {
        var all = new LinkedHashMap<String, Double>();
        errors(all, "normal", one.errors().normal());
        errors(all, "anomalous", one.errors().anomalous());
        return all;
    }

    private static void errors(Map<String, Double> all, String rows, ErrorStatistics errors) {
        put(all, rows + "Mean", errors.mean());
        put(all, rows + "StandardDeviation", errors.standardDeviation());
        put(all, rows + "Median", errors.median());
        put(all, rows + "P95", errors.q95());
        put(all, rows + "Max", errors.max());
    }

    private static void put(Map<String, Double> all, String name, double value) {
        if (Double.isFinite(value)) {
            all.put(name, value);
        }
    }

    /** Medians of every figure over the series that have it. */
    static Map<String, Double> medians(List<SeriesEvaluation> series, ScoreTiming timing) {
        var values = new LinkedHashMap<String, List<Double>>();
        for (SeriesEvaluation one : series) {
            of(one, timing)
                    .forEach((name, value) -> values.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(value));
        }
        values.keySet().removeAll(new TreeSet<>(List.of("tp", "fp", "fn")));
        var medians = new LinkedHashMap<String, Double>();
        values.forEach((name, all) -> medians.put(name, median(all)));
        return medians;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        return n == 0 ? Double.NaN : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }
}
