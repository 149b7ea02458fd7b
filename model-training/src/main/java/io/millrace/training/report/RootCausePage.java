package io.millrace.training.report;

import io.millrace.training.evaluate.Ranking;
import io.millrace.training.evaluate.RootCauseQuality;
import io.millrace.training.suite.Suite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The measured parts of the page on explanations, in Markdown, each suite's between two marks; what stands around them is written by hand. */
public final class RootCausePage {

    private RootCausePage() {}

    /**
     * The page with new figures of the suites that were measured; those of others stay.
     *
     * @param page as it was
     * @throws IllegalArgumentException if the page has no place for them
     */
    public static String with(String page, List<RootCauseQuality> measured) {
        Map<Suite, List<RootCauseQuality>> bySuite = measured.stream()
                .collect(Collectors.groupingBy(RootCauseQuality::suite, LinkedHashMap::new, Collectors.toList()));
        String written = page;
        for (Map.Entry<Suite, List<RootCauseQuality>> one : bySuite.entrySet()) {
            written = with(written, one.getKey(), one.getValue());
        }
        return written;
    }

    private static String with(String page, Suite suite, List<RootCauseQuality> measured) {
        String beginMark = "<!-- measured, " + suite.optionName() + ": begin -->";
        String endMark = "<!-- measured, " + suite.optionName() + ": end -->";
        int begin = page.indexOf(beginMark);
        int end = page.indexOf(endMark);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the page has no line '" + beginMark + "' with a line '" + endMark
                    + "' after it: add both where the figures of the suite are to stand");
        }
        return page.substring(0, begin + beginMark.length()) + "\n\n" + markdown(measured) + "\n" + page.substring(end);
    }

    private static String markdown(List<RootCauseQuality> measured) {
        var text = new StringBuilder();
        text.append("Date %s, commit %s.\n".formatted(RunProvenance.today(), RunProvenance.commit()));
        for (RootCauseQuality one : measured) {
            text.append(String.format(
                    Locale.ROOT,
                    "\n**%s, `%s`**: %d events, %.1f causes of %.1f scored sensors on average.\n\n",
                    one.suite().optionName(),
                    one.detector(),
                    one.events(),
                    one.meanCauses(),
                    one.meanSensors()));
            text.append("| ranking | HitRate@100 % | HitRate@150 % |\n| --- | ---: | ---: |\n");
            one.rates()
                    .forEach((ranking, rate) -> text.append(String.format(
                            Locale.ROOT,
                            "| %s | %s | %s |\n",
                            ranking.label(),
                            cell(ranking, rate.at100(), rate.error100()),
                            cell(ranking, rate.at150(), rate.error150()))));
            text.append(String.format(
                    Locale.ROOT,
                    "\nOne window, in processor time: Shapley values %.2f s (%.0f windows scored), surrogate %.2f s with a mean fidelity R² of %.2f.\n",
                    one.shapleySeconds(),
                    one.windows(),
                    one.surrogateSeconds(),
                    one.fidelity()));
        }
        return text.toString();
    }

    private static String cell(Ranking ranking, double rate, double error) {
        return ranking == Ranking.RANDOM
                ? String.format(Locale.ROOT, "%.3f", rate)
                : String.format(Locale.ROOT, "%.3f ± %.3f", rate, error);
    }
}
