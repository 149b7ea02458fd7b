package io.millrace.detection.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.TreeOutcome;
import io.millrace.detection.feature.EngineeredFeatures;
import io.millrace.detection.feature.FeaturePlan;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.detection.tree.Link;
import io.millrace.detection.tree.RandomTrees;
import io.millrace.detection.tree.TreeFamily;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictorTest {

    private static final List<String> SENSORS = List.of("flow", "pressure");

    private static ModelArtefact artefact() {
        FeaturePlan plan = FeaturePlan.of(4, 2, List.of());
        int features = new EngineeredFeatures(plan).size();
        var preprocessing = new Preprocessing(
                SensorLayout.ofNames(SENSORS),
                Scaler.fit(ScalerKind.STANDARD, rows(30, 1), 20).physical(),
                FeatureSpec.VALUES,
                false);
        return new ModelArtefact(
                "pump",
                3,
                0,
                preprocessing,
                new BoostedTreesDetector(
                        RandomTrees.ensemble(TreeFamily.XGBOOST, Link.LOGISTIC, features, 1, 80, 6),
                        plan,
                        TreeOutcome.binary("normal", "anomaly"),
                        new float[] {0, 0}),
                new Smoothing(0.4),
                new Thresholds("fixed", 0.5, Map.of("pump-07", 0.01), 0, 2),
                Morphology.NONE,
                new TreeMap<>());
    }

    private static double[][] rows(int count, long seed) {
        var random = new Random(seed);
        var rows = new double[count][2];
        for (double[] row : rows) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        return rows;
    }

    /** The example of the documentation, on a file. */
    @Test
    void answersFromAModelFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("pump.model");
        ArtefactFile.write(file, artefact());
        double[][] rows = rows(4, 2);

        Predictor predictor = Predictor.load(file);
        Prediction now = predictor.predict("pump-07", rows);

        assertThat(predictor.rowsNeeded()).isEqualTo(4);
        assertThat(now.modelId()).isEqualTo("pump");
        assertThat(now.anomalous()).isTrue(); // by the machine's own threshold
        assertThat(now.prediction()).isEqualTo("anomaly");
        assertThat(now.reason()).contains("was expected");
        assertThat(predictor.predict("pump-08", rows).threshold()).isEqualTo(0.5);
    }

    @Test
    void saysWhatTheSeriesSaysOfItsLastRow() {
        double[][] rows = rows(25, 3);
        ModelArtefact model = artefact();
        var predictor = new Predictor(model);
        SeriesScores series = new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing()).score(rows);

        for (int end = 4; end <= rows.length; end++) {
            Prediction prediction = predictor.predict("pump-01", Arrays.copyOf(rows, end));
            assertThat(prediction.score()).isEqualTo(series.smoothed()[end - 4]);
            assertThat(prediction.probability()).hasValue(series.raw()[end - 4]);
            assertThat(prediction.anomalous()).isEqualTo(series.smoothed()[end - 4] / 0.5 > 1);
        }
    }

    @Test
    void takesReadingsByName() {
        var predictor = new Predictor(artefact());
        double[][] rows = rows(4, 5);
        List<Map<String, Double>> readings = Arrays.stream(rows)
                .map(row -> Map.of("pressure", row[1], "flow", row[0], "humidity", 7.0))
                .toList();

        assertThat(predictor.predictReadings("pump-01", readings)).isEqualTo(predictor.predict("pump-01", rows));
    }

    @Test
    void refusesRowsThatDoNotFit() {
        var predictor = new Predictor(artefact());
        double[][] rows = rows(4, 5);
        assertThatThrownBy(() -> predictor.predict("pump-01", rows(3, 5)))
                .hasMessage(
                        "model pump needs 4 rows of a machine for an answer, found 3: give it the rows before them, too");
        assertThatThrownBy(() -> predictor.predictReadings("pump-01", List.of(Map.of("flow", 1.0))))
                .hasMessage("reading 1 of 1 lacks the sensor 'pressure': model pump expects [flow, pressure]");
        rows[2][1] = Double.NaN;
        assertThatThrownBy(() -> predictor.predict("pump-01", rows))
                .hasMessage("row 3: sensor 'pressure' expects a finite number, found NaN");
        rows[1] = new double[3];
        assertThatThrownBy(() -> predictor.predict("pump-01", rows))
                .hasMessage("row 2 has 3 values, model pump expects 2 [flow, pressure]");
    }
}
