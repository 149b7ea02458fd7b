package io.millrace.detection.explain;

import java.util.List;
import java.util.Locale;

/** Says what would have kept a window normal. */
final class CounterfactualSentence {

    private static final int MOST_ALTERNATIVES = 3;

    private CounterfactualSentence() {}

    static String of(WindowExplanation explanation) {
        if (!explanation.anomalous()) {
            return "The window is normal as it is.";
        }
        Counterfactual first = explanation.counterfactuals().get(0);
        String unit = first.unit().isEmpty() ? "" : " " + first.unit();
        String way = String.format(
                Locale.ROOT,
                "%.0f %% of the way to %s (at most from %s to %s%s, %s)",
                100 * first.share(),
                first.toward().words(),
                Explainer.figure(first.from()),
                Explainer.figure(first.to()),
                unit,
                first.stepsBeforeEnd() == 0 ? "in the newest row" : first.stepsBeforeEnd() + " rows before the newest");
        return first.normal()
                ? "The window would have been normal had " + first.sensor() + " alone gone " + way + "."
                : String.format(
                        Locale.ROOT,
                        "None of the single sensors would have kept the window normal; nearest comes %s, %s, which leaves %.2f times the threshold.",
                        first.sensor(),
                        way,
                        first.score() / explanation.threshold());
    }

    static List<String> alternatives(WindowExplanation explanation) {
        return explanation.counterfactuals().stream()
                .skip(1)
                .filter(Counterfactual::normal)
                .limit(MOST_ALTERNATIVES)
                .map(one -> String.format(
                        Locale.ROOT,
                        "or %s alone, %.0f %% of the way to %s (at most from %s to %s%s)",
                        one.sensor(),
                        100 * one.share(),
                        one.toward().words(),
                        Explainer.figure(one.from()),
                        Explainer.figure(one.to()),
                        one.unit().isEmpty() ? "" : " " + one.unit()))
                .toList();
    }
}
