package io.millrace.training.evaluate;

import io.millrace.training.suite.Suite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How well attributions of one detector name the sensors that caused events.
 *
 * <p>References: Y. Su and others, "Robust Anomaly Detection for Multivariate Time Series through Stochastic Recurrent Neural Network", KDD 2019
 * (HitRate@P%, and the interpretation labels of SMD).
 *
 * @param suite whose events
 * @param detector whose attributions
 * @param events that were ranked
 * @param meanCauses sensors that caused an event, on average
 * @param meanSensors sensors that were ranked, on average
 * @param rates by ranking, in the order of the enum
 * @param fidelity of the surrogates, mean R²
 * @param shapleySeconds of processor time for one window, mean
 * @param surrogateSeconds of processor time for one window, mean
 * @param windows that the Shapley values of one window asked for, mean
 */
public record RootCauseQuality(
        Suite suite,
        String detector,
        int events,
        double meanCauses,
        double meanSensors,
        Map<Ranking, Rate> rates,
        double fidelity,
        double shapleySeconds,
        double surrogateSeconds,
        double windows) {

    /**
     * Means over the events, each in [0, 1].
     *
     * @param at100 share of the causes among as many top-ranked sensors
     * @param at150 … among half as many again
     * @param error100 standard error of the mean over the events
     * @param error150 the same
     */
    public record Rate(double at100, double at150, double error100, double error150) {}

    static RootCauseQuality of(Suite suite, String detector, List<RankedEvent> ranked) {
        if (ranked.isEmpty()) {
            throw new IllegalArgumentException(
                    "suite " + suite.optionName()
                            + " has no event whose causes are known: choose asd or smd, with their folder interpretation_label");
        }
        var rates = new LinkedHashMap<Ranking, Rate>();
        for (Ranking ranking : Ranking.values()) {
            rates.put(
                    ranking,
                    new Rate(
                            mean(ranked, event -> event.hitRate(ranking, 1)),
                            mean(ranked, event -> event.hitRate(ranking, 1.5)),
                            error(ranked, event -> event.hitRate(ranking, 1)),
                            error(ranked, event -> event.hitRate(ranking, 1.5))));
        }
        return new RootCauseQuality(
                suite,
                detector,
                ranked.size(),
                mean(ranked, event -> event.causes().sensors().size()),
                mean(ranked, event -> event.scored().size()),
                rates,
                mean(ranked, RankedEvent::fidelity),
                mean(ranked, RankedEvent::shapleySeconds),
                mean(ranked, RankedEvent::surrogateSeconds),
                mean(ranked, RankedEvent::windows));
    }

    private static double mean(List<RankedEvent> ranked, ToDoubleFunction<RankedEvent> figure) {
        return ranked.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static double error(List<RankedEvent> ranked, ToDoubleFunction<RankedEvent> figure) {
        double mean = mean(ranked, figure);
        double squares = ranked.stream()
                .mapToDouble(figure)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / Math.max(1, ranked.size() - 1) / ranked.size());
    }

    /** One object for programs. */
    public Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("suite", suite.optionName());
        json.put("detector", detector);
        json.put("events", events);
        json.put("meanCauses", meanCauses);
        json.put("meanSensors", meanSensors);
        var byRanking = new LinkedHashMap<String, Object>();
        rates.forEach((ranking, rate) -> {
            var figures = new LinkedHashMap<String, Object>();
            figures.put("hitRate100", rate.at100());
            figures.put("hitRate150", rate.at150());
            figures.put("standardError100", rate.error100());
            figures.put("standardError150", rate.error150());
            byRanking.put(ranking.name(), figures);
        });
        json.put("rankings", byRanking);
        json.put("surrogateFidelity", fidelity);
        json.put("shapleySeconds", shapleySeconds);
        json.put("surrogateSeconds", surrogateSeconds);
        json.put("shapleyWindows", windows);
        return json;
    }
}
