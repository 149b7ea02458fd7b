package io.millrace.detection.artefact;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.model.RandomModels;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.threshold.Thresholds;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A small artefact in which every field has a value of its own, and what tests ask of it. */
final class TestArtefacts {

    static final int STEPS = 6;
    static final int HIDDEN = 4;

    private TestArtefacts() {}

    /** Two live sensors, a constant one, a state, one to ignore; value and difference of the live ones; hidden 4. */
    static ModelArtefact small() {
        var layout = new SensorLayout(List.of(
                new Sensor("temperature", SensorRole.CONTINUOUS, "°C"),
                new Sensor("valve", SensorRole.STATE, ""),
                new Sensor("vibration", SensorRole.CONTINUOUS, "mm/s"),
                new Sensor("serial", SensorRole.IGNORE, ""),
                new Sensor("supply", SensorRole.CONTINUOUS, "V")));
        var scaler = new Scaler(
                ScalerKind.ROBUST,
                new double[] {60, 0, 2.5, 0, 24},
                new double[] {12.5, 1, 0.75, 1, 1},
                new boolean[] {false, false, false, true, true},
                20);
        var preprocessing = new Preprocessing(layout, scaler, new FeatureSpec(true, false, 0), false);
        var model = RandomModels.autoencoder(new Random(20260101), STEPS, preprocessing.features(), HIDDEN);
        return new ModelArtefact(
                "pumps",
                7,
                1_767_225_600_000L,
                preprocessing,
                new ReconstructionDetector(model, new WindowScoring(3, 2, 0.75, 0.5)),
                new Smoothing(0.5),
                new Thresholds("mean + 2.0 sigma", 0.25, Map.of("pump-1", 0.5, "pump-2", 0.125), 3, 2.5),
                new Morphology(3, 2, 1),
                new TreeMap<>(Map.of("data", "pumps.csv", "seed", "20260101")));
    }

    /** Raw rows for {@link #small}, the same on every machine. */
    static double[][] rows(int count) {
        var random = new Random(11);
        var rows = new double[count][];
        for (int r = 0; r < count; r++) {
            rows[r] =
                    new double[] {60 + 20 * random.nextDouble(), random.nextInt(2), 2 + random.nextDouble(), 4711, 24};
        }
        return rows;
    }

    static double[] scores(ModelArtefact artefact, double[][] rows) {
        return new SeriesScorer(artefact.preprocessing(), artefact.detector(), artefact.smoothing())
                .score(rows)
                .smoothed();
    }

    /** Field by field, since a detector is equal to itself alone. */
    static void assertSame(ModelArtefact found, ModelArtefact expected) {
        assertThat(found).usingRecursiveComparison().ignoringFields("detector").isEqualTo(expected);
        var foundDetector = (ReconstructionDetector) found.detector();
        var expectedDetector = (ReconstructionDetector) expected.detector();
        assertThat(foundDetector.model()).isEqualTo(expectedDetector.model());
        assertThat(foundDetector.scoring()).isEqualTo(expectedDetector.scoring());
    }
}
