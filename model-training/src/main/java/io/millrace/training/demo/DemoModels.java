package io.millrace.training.demo;

import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.testdata.MachineType;
import io.millrace.testdata.Plant;
import io.millrace.testdata.PlantOptions;
import io.millrace.training.network.LearningRateSchedule;
import io.millrace.training.pipeline.TrainingOptions;
import io.millrace.training.pipeline.TrainingPipeline;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Makes the demo's models, one for each type of machine, and says how they do.
 *
 * <p>Three plants that share nothing but the types: one trains, a second calibrates the thresholds, both without faults; a third, with
 * faults, is only looked at. The demo's own plant has yet another seed.
 */
public final class DemoModels {

    private static final long WEEK_MINUTES = 7 * 24 * 60;
    private static final PlantOptions TRAINING = PlantOptions.defaults()
            .withSeed(1_001)
            .withMachines(36)
            .withMinutes(WEEK_MINUTES)
            .withoutFaults();
    private static final PlantOptions CALIBRATION = PlantOptions.defaults()
            .withSeed(2_002)
            .withMachines(18)
            .withMinutes(WEEK_MINUTES)
            .withoutFaults();
    private static final PlantOptions CHECK =
            PlantOptions.defaults().withSeed(3_003).withMachines(21).withMinutes(2 * 24 * 60);

    /** A threshold above all that the calibration weeks showed, by this factor. */
    private static final ThresholdPolicy THRESHOLD = new ThresholdPolicy.TrainQuantile(1, 1.25);

    /** The worst sensor's error: a fault shows on one or a few sensors, a hard window on all. Differences catch short faults. */
    private static final WindowScoring WORST_SENSOR = new WindowScoring(Integer.MAX_VALUE, 1, 0, 0.5);

    static final TrainingOptions OPTIONS = TrainingOptions.defaults()
            .fit(fit -> fit.withEpochs(14)
                    .withPatience(14)
                    .withLearningRate(3e-3)
                    .withSchedule(LearningRateSchedule.COSINE))
            .split(split -> split.withMaxWindows(8_000).withCalibration(0.05))
            .alarm(alarm -> alarm.withScoring(WORST_SENSOR)
                    .withSmoothing(new Smoothing(0.2))
                    .withMorphology(new Morphology(3, 30, 0)));

    private final Path folder;
    private final PrintStream out;

    private DemoModels(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /**
     * @param args the folder to write to, {@code src-test-data/models} by default
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : "src-test-data/models");
        new DemoModels(folder, System.out).make();
    }

    private void make() throws IOException {
        var results = new EnumMap<MachineType, PlantCheck.Result>(MachineType.class);
        for (MachineType type : MachineType.values()) {
            ModelArtefact model = calibrate(train(type), type);
            Path file = folder.resolve(type.idPrefix() + ".model");
            ArtefactFile.write(file, model);
            PlantCheck.Result result = PlantCheck.check(model, Plant.of(CHECK), type);
            results.put(type, result);
            out.printf(
                    Locale.ROOT,
                    "%s: threshold %.5f, %d of %d faults found, %.2f false alarms per machine and week%n",
                    file,
                    model.thresholds().fallback(),
                    result.total().found(),
                    result.total().injected(),
                    result.falseAlarmsPerMachineWeek());
        }
        Files.writeString(folder.resolve("README.md"), DemoReadme.of(results, CHECK));
    }

    private ModelArtefact train(MachineType type) {
        return TrainingPipeline.train(
                        SimulatedSeries.of(Plant.of(TRAINING), type),
                        OPTIONS,
                        type.idPrefix(),
                        1,
                        TRAINING.endMillis(), // not the wall clock: the same command makes the same file
                        (epoch, epochs) -> out.printf(
                                Locale.ROOT,
                                "%s: epoch %d of %d, validation error %.6f, %.0f s%n",
                                type.idPrefix(),
                                epoch.number(),
                                epochs,
                                epoch.validationError(),
                                epoch.seconds()))
                .artefact();
    }

    private static ModelArtefact calibrate(ModelArtefact model, MachineType type) {
        var scorer = new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing());
        double[] scores = SimulatedSeries.of(Plant.of(CALIBRATION), type).stream()
                .map(Series::rows)
                .flatMapToDouble(rows -> DoubleStream.of(scorer.score(rows).smoothed()))
                .toArray();
        var thresholds = new Thresholds(
                THRESHOLD.describe(),
                THRESHOLD.fit(scores),
                Map.of(),
                0,
                model.thresholds().criticalRatio());
        return model.withThresholds(thresholds)
                .withProvenance(Map.of("calibration", CALIBRATION.toString(), "training.plant", TRAINING.toString()));
    }
}
