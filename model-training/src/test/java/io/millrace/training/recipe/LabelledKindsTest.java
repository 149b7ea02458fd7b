package io.millrace.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.quality.ConfusionMatrix;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.series.Predictor;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds that learn from labels, from labelled rows to a model. */
class LabelledKindsTest {

    private static final Map<String, String> SMALL = Map.of(
            "steps", "12", "hidden", "8", "dense", "6", "epochs", "25", "learning-rate", "0.01", "windows", "600");

    @ParameterizedTest
    @ValueSource(strings = {"lstm-classifier", "attention-lstm"})
    void learnsAFaultThatIsNoOutlierOfAnySensor(String kind) {
        TrainedModel trained = train(kind, SMALL, List.of(labelled(900, 1)));

        Series unseen = labelled(600, 2);
        SeriesScores scores = scores(trained, unseen);
        assertThat(Arrays.stream(scores.smoothed()).boxed()).allMatch(score -> score >= 0 && score <= 1);
        boolean[] truth = Arrays.copyOfRange(unseen.labels().orElseThrow(), scores.firstRow(), unseen.length());
        var alarmed = new boolean[truth.length];
        for (int n = 0; n < truth.length; n++) {
            alarmed[n] = scores.smoothed()[n] > trained.artefact().thresholds().fallback();
        }
        assertThat(ConfusionMatrix.of(alarmed, truth).f1()).isGreaterThan(0.7);
        assertThat(trained.artefact().thresholds().policy()).isEqualTo("best F1");
        assertThat(trained.artefact().thresholds().labelsUsed()).isPositive();
        assertThat(trained.artefact().provenance())
                .containsKeys("calibration.precision", "calibration.recall", "calibration.anomalousWindows");
    }

    @Test
    void theThresholdReachesTheRecallThatWasAskedFor() {
        var settings = new HashMap<>(SMALL);
        settings.putAll(Map.of("threshold", "recall", "target", "0.97", "epochs", "3"));

        TrainedModel trained = train("lstm-classifier", settings, List.of(labelled(900, 1)));

        assertThat(Double.parseDouble(trained.artefact().provenance().get("calibration.recall")))
                .isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void theSameSeedGivesTheSameModel() {
        var settings = new HashMap<>(SMALL);
        settings.put("epochs", "2");

        double[] one = scores(train("lstm-classifier", settings, List.of(labelled(500, 1))), labelled(100, 3))
                .raw();
        double[] other = scores(train("lstm-classifier", settings, List.of(labelled(500, 1))), labelled(100, 3))
                .raw();

        assertThat(one).containsExactly(other);
    }

    @Test
    void estimatesHowMuchOfItsLifeAMachineHasUsedUp() {
        var settings = new HashMap<>(SMALL);
        settings.putAll(Map.of("learns", "remaining-life", "life", "40", "alarm-life", "10", "epochs", "40"));
        var engines = new ArrayList<Series>();
        for (int e = 0; e < 12; e++) {
            engines.add(wearing(90 + 5 * (e % 4), e));
        }

        TrainedModel trained = train("attention-lstm", settings, engines);

        assertThat(trained.artefact().thresholds().fallback()).isCloseTo(0.75, within(1e-12));
        Series unseen = wearing(100, 99);
        SeriesScores scores = scores(trained, unseen);
        double squares = 0;
        double naive = 0;
        for (int n = 0; n < scores.raw().length; n++) {
            int left = unseen.length() - 1 - (scores.firstRow() + n);
            double used = 1 - Math.min(left, 40) / 40.0;
            squares += Math.pow(scores.raw()[n] - used, 2);
            naive += Math.pow(0.25 - used, 2); // the mean of a life, about
        }
        assertThat(Math.sqrt(squares / naive))
                .as("error beside a constant answer")
                .isLessThan(0.5);
        assertThat(scores.raw()[scores.raw().length - 1]).isGreaterThan(0.75);
        assertThat(scores.raw()[0]).isLessThan(0.25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xgboost", "lightgbm"})
    void treesTellWhichFaultItIsAndReachTheRecallThatWasAskedFor(String kind) throws Exception {
        var settings = Map.of("steps", "4", "trees", "20", "learns", "faults", "threshold", "recall", "target", "0.97");

        TrainedModel trained = train(kind, settings, List.of(namedFaults(900, 1)));

        var detector = (BoostedTreesDetector) trained.artefact().detector();
        assertThat(detector.outcome().classes()).containsExactly("normal", "high", "low");
        assertThat(trained.artefact().thresholds().policy()).isEqualTo("recall floor 0.97");
        assertThat(Double.parseDouble(trained.artefact().provenance().get("calibration.recall")))
                .isGreaterThanOrEqualTo(0.97);
        var predictor = new Predictor(ArtefactCodec.decode(ArtefactCodec.encode(trained.artefact())));
        Series unseen = namedFaults(300, 2);
        int right = 0;
        for (int r = 4; r <= 300; r++) {
            String said = predictor
                    .predict("m", Arrays.copyOfRange(unseen.rows(), r - predictor.rowsNeeded(), r))
                    .prediction();
            String is = unseen.faults().orElseThrow()[r - 1];
            right += said.equals(is.isEmpty() ? "normal" : is) ? 1 : 0;
        }
        assertThat(right / 297.0).as("share of right answers").isGreaterThan(0.9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xgboost", "lightgbm"})
    void treesTellHowManyRowsAreLeft(String kind) throws Exception {
        var engines = new ArrayList<Series>();
        for (int e = 0; e < 12; e++) {
            engines.add(wearing(90 + 5 * (e % 4), e));
        }
        var settings = Map.of(
                "steps",
                "8",
                "trees",
                "40",
                "learning-rate",
                "0.1",
                "learns",
                "remaining-life",
                "life",
                "40",
                "alarm-life",
                "10");

        TrainedModel trained = train(kind, settings, engines);

        assertThat(trained.artefact().thresholds().fallback()).isCloseTo(0.75, within(1e-12));
        var predictor = new Predictor(ArtefactCodec.decode(ArtefactCodec.encode(trained.artefact())));
        Series unseen = wearing(100, 99);
        for (int left : new int[] {0, 10, 20, 30}) {
            double[][] rows = Arrays.copyOfRange(unseen.rows(), 0, 100 - left);
            assertThat(Double.parseDouble(predictor.predict("m", rows).prediction()))
                    .isCloseTo(left, within(5.0));
        }
    }

    @Test
    void theThresholdOfAKindWithoutLabelsForgetsLabelledFaults() {
        Series healthy = labelled(600, 1);
        double[][] rows = Arrays.stream(healthy.rows()).map(double[]::clone).toArray(double[][]::new);
        var labels = new boolean[600];
        for (int r = 520; r < 540; r++) {
            rows[r][0] += 50;
            labels[r] = true;
        }
        List<String> sensors = healthy.layout().names();
        Series known = series("m", sensors, rows, Optional.of(labels));
        var quick = Map.of("steps", "8");

        TrainedModel told = train("window-pca", quick, List.of(known));
        TrainedModel untold = train("window-pca", quick, List.of(known.withoutLabels()));

        assertThat(untold.artefact().thresholds().fallback())
                .isGreaterThan(3 * told.artefact().thresholds().fallback());
        assertThat(untold.artefact().calibration().orElseThrow().q99())
                .isGreaterThan(3 * told.artefact().calibration().orElseThrow().q99());
        var ensemble = Map.of("members", "window-pca=1,kmeans-windows=1", "window-pca.steps", "8");
        var told2 = (EnsembleDetector)
                train("ensemble", ensemble, List.of(known)).artefact().detector();
        var untold2 = (EnsembleDetector) train("ensemble", ensemble, List.of(known.withoutLabels()))
                .artefact()
                .detector();
        assertThat(untold2.members().get(0).calibration().q99())
                .isGreaterThan(3 * told2.members().get(0).calibration().q99());

        var all = new boolean[600];
        Arrays.fill(all, 400, 600, true);
        assertThatThrownBy(() -> train("window-pca", quick, List.of(series("m", sensors, rows, Optional.of(all)))))
                .hasMessageContaining("hold a labelled anomaly in every window");
    }

    @Test
    void refusesRowsWithoutLabelsAndLabelsThatAreAllAlike() {
        Series normal = withLabels(labelled(400, 1), new boolean[400]);
        var early = new boolean[400];
        Arrays.fill(early, 100, 130, true);
        var late = new boolean[400];
        Arrays.fill(late, 350, 380, true);

        assertThatThrownBy(() -> train("lstm-classifier", SMALL, List.of(normal.withoutLabels())))
                .hasMessageContaining("lstm-classifier learns from labelled rows")
                .hasMessageContaining("name the column");
        assertThatThrownBy(() -> train("lightgbm", Map.of("learns", "faults"), List.of(withLabels(normal, late))))
                .hasMessageContaining("learns faults by their names")
                .hasMessageContaining("--fault-field");
        assertThatThrownBy(() -> train("lstm-classifier", SMALL, List.of(withLabels(normal, late))))
                .hasMessageContaining("learns from normal and from anomalous windows")
                .hasMessageContaining("and 0 anomalous");
        var quick = new HashMap<>(SMALL);
        quick.put("epochs", "1");
        assertThatThrownBy(() -> train("attention-lstm", quick, List.of(withLabels(normal, early))))
                .hasMessageContaining("attention-lstm chooses its threshold on the newest rows of each series")
                .hasMessageContaining("found none among");
    }

    @Test
    void aLifeNeedsMachinesToHoldBack() {
        assertThatThrownBy(() -> train("attention-lstm", Map.of("learns", "remaining-life"), List.of(wearing(200, 1))))
                .hasMessageContaining("holds back whole series for the threshold: expected 2 series or more, found 1");
        assertThatThrownBy(() -> KnownKinds.of("attention-lstm")
                        .thresholdWith(Map.of("learns", "remaining-life", "life", "30", "alarm-life", "30")))
                .hasMessageContaining("expects alarm-life to be below life, 30, found 30");
    }

    private static TrainedModel train(String kind, Map<String, String> settings, List<Series> series) {
        KnownKind known = KnownKinds.of(kind);
        var recipe = new DetectorRecipe(kind, InputOptions.DEFAULT, false, known.with(settings), 0.3);
        AlarmOptions alarm = known.thresholdWith(settings)
                .map(AlarmOptions.DEFAULT::withThreshold)
                .orElse(AlarmOptions.DEFAULT);
        return DetectorTraining.train(series, recipe, alarm, "m", 1, 0, 5, TrainingProgress.SILENT);
    }

    private static SeriesScores scores(TrainedModel trained, Series series) {
        var artefact = trained.artefact();
        return new SeriesScorer(artefact.preprocessing(), artefact.detector(), artefact.smoothing())
                .score(series.rows());
    }

    /** Two waves; in a fault, which is labelled, the second runs against the first: each sensor keeps its range. */
    private static Series labelled(int rows, long seed) {
        var random = new SplittableRandom(seed);
        var values = new double[rows][];
        var labels = new boolean[rows];
        for (int r = 0; r < rows; r++) {
            labels[r] = r % 100 >= 60;
            double wave = Math.sin(r / 3.0);
            values[r] = new double[] {
                wave + 0.05 * random.nextDouble(), (labels[r] ? -wave : wave) + 0.05 * random.nextDouble()
            };
        }
        return series("m-" + seed, List.of("a", "b"), values, Optional.of(labels));
    }

    /** A sensor that creeps up over the last forty rows of a life. */
    private static Series wearing(int rows, long seed) {
        var random = new SplittableRandom(seed);
        var values = new double[rows][];
        for (int r = 0; r < rows; r++) {
            double used = 1 - Math.min(rows - 1 - r, 40) / 40.0;
            values[r] = new double[] {used + 0.05 * random.nextDouble(), Math.sin(r / 5.0)};
        }
        return series("engine-" + seed, List.of("wear", "load"), values, Optional.empty());
    }

    /** Noise; for ten rows of every fifty the first sensor is high, for ten others low. */
    private static Series namedFaults(int rows, long seed) {
        var random = new SplittableRandom(seed);
        var values = new double[rows][];
        var labels = new boolean[rows];
        var faults = new String[rows];
        for (int r = 0; r < rows; r++) {
            int phase = r % 50;
            faults[r] = phase >= 40 ? "high" : phase < 10 ? "low" : "";
            labels[r] = !faults[r].isEmpty();
            double level = phase >= 40 ? 3 : phase < 10 ? -3 : 0;
            values[r] = new double[] {level + random.nextDouble(), random.nextDouble()};
        }
        Series plain = series("m-" + seed, List.of("a", "b"), values, Optional.of(labels));
        return new Series(
                plain.machineId(), plain.layout(), plain.timestamps(), values, plain.labels(), Optional.of(faults));
    }

    private static Series withLabels(Series series, boolean[] labels) {
        return series(series.machineId(), series.layout().names(), series.rows(), Optional.of(labels));
    }

    private static Series series(String machine, List<String> sensors, double[][] rows, Optional<boolean[]> labels) {
        var timestamps = new long[rows.length];
        Arrays.setAll(timestamps, r -> r * 1_000L);
        return new Series(machine, SensorLayout.ofNames(sensors), timestamps, rows, labels);
    }
}
