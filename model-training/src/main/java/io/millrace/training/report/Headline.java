package io.millrace.training.report;

import io.millrace.training.suite.Suite;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which figures a suite's protocol asks for, how they are called and written. */
public final class Headline {

    private static final Set<String> COUNTS = Set.of("tp", "fp", "fn");
    private static final Set<String> SHARES = Set.of("falseAlarmRate", "missedAlarmRate");

    private Headline() {}

    /** Names of figures with their headings; the first is the suite's own. A star marks that labels chose the threshold. */
    public static Map<String, String> of(Suite suite) {
        var all = new LinkedHashMap<String, String>();
        switch (suite) {
            case SMAP_MSL -> {
                events(all);
                areas(all);
            }
            case TSB_AD -> {
                all.put("vusPr", "VUS-PR delayed");
                all.put("vusPrCausal", "VUS-PR causal");
                all.put("aucPr", "PR AUC");
                all.put("aucRoc", "ROC AUC");
                all.put("bestF1", "best F1*");
            }
            case SKAB -> {
                all.put("f1", "F1");
                all.put("falseAlarmRate", "false alarms");
                all.put("missedAlarmRate", "missed");
                areas(all);
            }
            case NAB -> {
                all.put("nabStandard", "NAB");
                all.put("nabRewardLowFpRate", "low FP");
                all.put("nabRewardLowFnRate", "low FN");
                all.put("nabStandardOptimised", "NAB*");
                areas(all);
            }
            case ASD, SMD -> {
                all.put("f1", "F1");
                events(all);
                areas(all);
                all.put("rootCauseHitRate", "root causes");
            }
        }
        return all;
    }

    private static void events(Map<String, String> all) {
        all.put("eventF1", "event F1");
        all.put("eventPrecision", "prec.");
        all.put("eventRecall", "recall");
        all.put("tp", "TP");
        all.put("fp", "FP");
        all.put("fn", "FN");
    }

    private static void areas(Map<String, String> all) {
        all.put("vusPr", "VUS-PR");
        all.put("aucRoc", "ROC AUC");
        all.put("bestF1", "best F1*");
    }

    /** A figure as people write it; a dash for one that does not exist. */
    public static String write(String name, Double value) {
        if (value == null) {
            return "–";
        }
        if (COUNTS.contains(name)) {
            return Integer.toString(value.intValue());
        }
        if (SHARES.contains(name)) {
            return String.format(Locale.ROOT, "%.1f %%", 100 * value);
        }
        return String.format(Locale.ROOT, name.startsWith("nab") ? "%.1f" : "%.3f", value);
    }
}
