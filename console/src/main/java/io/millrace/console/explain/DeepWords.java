package io.millrace.console.explain;

import io.millrace.detection.explain.Attribution;
import io.millrace.detection.explain.Attribution.Segment;
import io.millrace.detection.explain.Surrogate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation at length in words, the same on a page and in a report. Scores are multiples of the threshold. Immutable. */
public final class DeepWords {

    /** A sensor that adds less than this share of the difference is not worth a sentence. */
    private static final double WORTH_SAYING = 0.05;

    private static final int MOST_IN_SUM = 3;

    private final DeepExplanation deep;
    private final Attribution attribution;
    private final Multiples multiples;

    public DeepWords(DeepExplanation deep) {
        this.deep = deep;
        this.attribution = deep.explanation().attribution();
        this.multiples = new Multiples(deep.explanation().threshold());
    }

    /** How high the score is, and which sensors make it so. */
    public TimedText score() {
        double gained = attribution.score() - attribution.backgroundScore();
        List<Integer> ranking = attribution.ranking();
        int first = ranking.get(0);
        String score = "The score is " + multiples.of(attribution.score())
                + " times the threshold; a healthy window scores " + multiples.of(attribution.backgroundScore()) + ".";
        if (gained <= 0 || attribution.sensorValues()[first] <= 0) {
            return TimedText.of(score + " No sensor makes it higher than that.");
        }
        Segment most = attribution.segments().get(largest(attribution.values()[first]));
        return TimedText.of(
                score + " " + attribution.sensors().get(first) + " adds "
                        + multiples.of(attribution.sensorValues()[first]) + " ± "
                        + multiples.of(attribution.sensorErrors()[first])
                        + ", " + percent(attribution.sensorValues()[first] / gained)
                        + " of the difference, most of it from ",
                deep.at(most.oldest()),
                " to ",
                deep.at(most.newest()),
                "." + second(ranking, gained));
    }

    private String second(List<Integer> ranking, double gained) {
        if (ranking.size() < 2) {
            return "";
        }
        int second = ranking.get(1);
        double share = attribution.sensorValues()[second] / gained;
        return share > WORTH_SAYING ? " " + attribution.sensors().get(second) + " adds " + percent(share) + "." : "";
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }

    /** What a sum of the sensors, each by itself, says of the score. */
    public String surrogate() {
        Surrogate surrogate = deep.explanation().surrogate();
        String fit =
                String.format(Locale.ROOT, "R² %.2f on %d masked windows", surrogate.fidelity(), surrogate.samples());
        String top = surrogate.ranking().stream()
                .limit(MOST_IN_SUM)
                .filter(sensor -> surrogate.sensorValues()[sensor] > 0)
                .map(sensor -> surrogate.sensors().get(sensor) + " "
                        + multiples.signed(surrogate.sensorValues()[sensor]))
                .collect(Collectors.joining(", "));
        String sum = top.isEmpty() ? "no sensor makes it higher" : top;
        return surrogate.believable()
                ? "Each sensor counted by itself describes the score well (" + fit + "): " + sum + "."
                : "Each sensor counted by itself does not describe the score (" + fit
                        + ", too low to rely on): sensors act together here. It would say: " + sum + ".";
    }

    /** What would have kept the window normal. */
    public String counterfactual() {
        return deep.explanation().counterfactualSentence();
    }

    /** Other sensors that would have been enough alone, each in half a sentence. */
    public List<String> alternatives() {
        return deep.explanation().counterfactualAlternatives();
    }

    /** Which window it is about, by which model, and how it was reckoned. */
    public TimedText origin() {
        return TimedText.of(
                "The window from ",
                deep.timestamps()[0],
                " to ",
                deep.at(0),
                ", before smoothing, by " + deep.modelId() + " version " + deep.modelVersion() + " (" + deep.detector()
                        + "). Taken out means: as in " + deep.explanation().background() + ". "
                        + deep.explanation().questions() + " windows scored in "
                        + String.format(Locale.ROOT, "%.1f", deep.tookMillis() / 1e3)
                        + " s; ± is the standard error over " + attribution.pairs()
                        + " pairs of permutations. What makes a score high need not be what is broken.");
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }
}
