package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One series with the values that every metric must give, read from a file of cases. */
record MetricCase(
        String name,
        boolean[] labels,
        double[] scores,
        int period,
        double predictionThreshold,
        Map<String, Double> expected,
        Map<String, Double> expectedForPrediction) {

    static final double TOLERANCE = 1e-6;

    static List<MetricCase> read(InputStream json) {
        try {
            List<MetricCase> cases = new ArrayList<>();
            for (JsonNode node : new ObjectMapper().readTree(json)) {
                int rows = node.get("labels").size();
                int[] labels = new int[rows];
                double[] scores = new double[rows];
                for (int row = 0; row < rows; row++) {
                    labels[row] = node.get("labels").get(row).asInt();
                    scores[row] = node.get("scores").get(row).asDouble();
                }
                cases.add(new MetricCase(
                        node.get("name").asText(),
                        Labels.of(labels),
                        scores,
                        node.get("slidingWindow").asInt(),
                        node.get("predictionThreshold").asDouble(),
                        values(node.get("expected")),
                        values(node.get("expectedForPrediction"))));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Double> values(JsonNode node) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            values.put(name, node.get(name).asDouble());
        }
        return values;
    }

    /** Every expected value is compared; a metric that is not known here fails the test rather than being passed by. */
    void verify() {
        ScoreQuality score = ScoreQuality.of(scores, labels, period);
        Map<String, Double> found = Map.of(
                "AUC-ROC", score.aucRoc(),
                "AUC-PR", score.aucPr(),
                "VUS-ROC", score.volume().roc(),
                "VUS-PR", score.volume().pr(),
                "Standard-F1", score.standardF1().value(),
                "PA-F1", score.pointAdjustedF1().value(),
                "Event-based-F1", score.eventBasedF1().value(),
                "R-based-F1", score.rangeBasedF1().value(),
                "Affiliation-F", score.affiliationF1().value());
        assertThat(expected).isNotEmpty();
        expected.forEach((metric, value) ->
                assertThat(found.get(metric)).as(name + ": " + metric).isEqualTo(value, within(TOLERANCE)));

        PredictionQuality prediction =
                PredictionQuality.of(Labels.predicted(scores, predictionThreshold), labels, period);
        Map<String, Double> foundForPrediction = Map.of(
                "Standard-F1", prediction.confusion().f1(),
                "PA-F1", prediction.pointAdjusted().f1(),
                "Event-based-F1", prediction.eventBased().f1(),
                "R-based-F1", prediction.rangeBased().f1(),
                "Affiliation-F", prediction.affiliation().f1(),
                "VUS-Recall", prediction.volume().recall(),
                "VUS-Precision", prediction.volume().precision(),
                "VUS-F", prediction.volume().f());
        assertThat(expectedForPrediction).isNotEmpty();
        expectedForPrediction.forEach((metric, value) -> assertThat(foundForPrediction.get(metric))
                .as(name + ", score > " + predictionThreshold + ": " + metric)
                .isEqualTo(value, within(TOLERANCE)));
    }

    @Override
    public String toString() {
        return name;
    }
}
