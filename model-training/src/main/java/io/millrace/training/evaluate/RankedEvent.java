package io.millrace.training.evaluate;

import java.util.List;
import java.util.Map;

/**
 * What each ranking says of one event.
 *
 * @param causes the truth
 * @param scored sensors that were ranked
 * @param rankings sensors, the most suspect first; {@link Ranking#RANDOM} has none
 * @param fidelity of the surrogate
 * @param shapleySeconds of processor time that the Shapley values took
 * @param surrogateSeconds of processor time that the surrogate took
 * @param windows that the Shapley values asked for
 */
record RankedEvent(
        RootCauses causes,
        List<String> scored,
        Map<Ranking, List<String>> rankings,
        double fidelity,
        double shapleySeconds,
        double surrogateSeconds,
        long windows) {

    double hitRate(Ranking ranking, double breadth) {
        return ranking == Ranking.RANDOM
                ? causes.hitRateByLot(scored, breadth)
                : causes.hitRate(rankings.get(ranking), breadth);
    }
}
