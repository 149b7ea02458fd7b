package io.millrace.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.file.WholeFile;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.network.TrainingCurve;
import io.millrace.training.pipeline.FineTuning;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.pipeline.TunedMachine;
import io.millrace.training.plot.LossPlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of a training run. Each file is written aside, then moved; {@value #METRICS} comes last, so a folder that has one is whole.
 */
public final class TrainingRunFolder {

    public static final String MODEL = "global.model";
    public static final String METRICS = "metrics.json";
    public static final String MACHINES = "machines";
    static final String CURVE = "training-curve.csv";
    static final String CURVE_PICTURE = "training-curve.png";
    static final String PROVENANCE = "provenance.json";
    static final String CARD = "model-card.md";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;

    public TrainingRunFolder(Path folder) {
        this.folder = folder;
    }

    /** Whether a run has been finished here. */
    public boolean isFinished() {
        return Files.exists(folder.resolve(METRICS));
    }

    public Path model() {
        return folder.resolve(MODEL);
    }

    /** What a training that was interrupted goes on from; gone once the run is finished. */
    public Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    /** Where the delta of a machine's own model goes. */
    public Path model(String machineId) {
        return folder.resolve(MACHINES).resolve(ModelDelta.fileName(machineId));
    }

    /**
     * Where fine-tuning leaves its deltas.
     *
     * @param resume whether what an interrupted fine-tuning has left there counts
     */
    public FineTuning.Shelf machines(boolean resume) {
        return new TunedMachineFiles(folder.resolve(MACHINES), resume);
    }

    /**
     * @param machines what fine-tuning did, machine by machine, with deltas in {@link #machines}; empty without
     * @throws IOException if a file cannot be written; names the file and the way out
     */
    public void write(TrainedModel trained, List<TunedMachine> machines) throws IOException {
        byte[] model = ArtefactCodec.encode(trained.artefact());
        if (trained.curve().isPresent()) {
            TrainingCurve curve = trained.curve().get();
            WholeFile.write(folder.resolve(CURVE), curve(curve));
            WholeFile.write(
                    folder.resolve(CURVE_PICTURE),
                    LossPlot.of(Map.of(trained.artefact().modelId(), curve.epochs())));
        }
        WholeFile.write(folder.resolve(PROVENANCE), json(trained.artefact().provenance()));
        WholeFile.write(folder.resolve(CARD), ModelCard.of(trained, machines));
        WholeFile.write(model(), model);
        Map<String, Object> metrics = metrics(trained, model.length);
        if (!machines.isEmpty()) {
            metrics.put(
                    "ownModels", machines.stream().filter(TunedMachine::kept).count());
            metrics.put(
                    "ownModelBytes",
                    machines.stream().mapToLong(TunedMachine::bytes).sum());
            metrics.put("machines", figures(trained.artefact().thresholds(), machines));
        }
        WholeFile.write(folder.resolve(METRICS), json(metrics));
        Files.deleteIfExists(checkpoint());
        for (TunedMachine machine : machines) {
            Files.deleteIfExists(TunedMachineFiles.progress(folder.resolve(MACHINES), machine.machineId()));
        }
    }

    /** Figures of all machines, in their order. */
    private Map<String, Object> figures(Thresholds general, List<TunedMachine> machines) {
        var all = new LinkedHashMap<String, Object>();
        for (TunedMachine machine : machines) {
            var figures = new LinkedHashMap<String, Object>();
            figures.put("kept", machine.kept());
            figures.put("epochs", machine.epochs());
            if (machine.epochs() > 0) {
                figures.put("globalValidationError", machine.globalError());
                figures.put("diverged", machine.diverged());
            }
            if (!Double.isNaN(machine.ownError())) {
                figures.put("validationError", machine.ownError());
            }
            figures.put("threshold", machine.kept() ? machine.ownThreshold() : general.forMachine(machine.machineId()));
            if (machine.kept()) {
                figures.put("bytes", machine.bytes());
                figures.put(
                        "model", folder.relativize(model(machine.machineId())).toString());
                figures.put("pattern", MachinePattern.of(machine.machineId()).glob());
            }
            all.put(machine.machineId(), figures);
        }
        return all;
    }

    private static Map<String, Object> metrics(TrainedModel trained, int bytes) {
        var all = new LinkedHashMap<String, Object>();
        all.put("modelId", trained.artefact().modelId());
        all.put("version", trained.artefact().version());
        all.put("detector", trained.artefact().detector().name());
        trained.curve().ifPresent(curve -> {
            TrainingCurve.Epoch best = curve.bestEpoch();
            all.put("validationError", best.validationError());
            all.put("trainingError", best.trainingError());
            all.put("epochs", curve.epochs().size());
            all.put("bestEpoch", best.number());
            all.put("seconds", curve.seconds());
        });
        all.put("threshold", trained.artefact().thresholds().fallback());
        all.put("thresholdPolicy", trained.artefact().thresholds().policy());
        all.put("fitWindows", trained.fitWindows());
        all.put("validationWindows", trained.validationWindows());
        all.put("calibrationScores", trained.calibrationScores());
        all.put("bytes", bytes);
        return all;
    }

    private static String curve(TrainingCurve curve) {
        var text = new StringBuilder("epoch,training_error,validation_error,seconds,best\n");
        for (TrainingCurve.Epoch epoch : curve.epochs()) {
            text.append(epoch.number())
                    .append(',')
                    .append(epoch.trainingError())
                    .append(',')
                    .append(epoch.validationError())
                    .append(',')
                    .append(epoch.seconds())
                    .append(',')
                    .append(epoch.best())
                    .append('\n');
        }
        return text.toString();
    }

    private static String json(Map<String, ?> fields) {
        try {
            return JSON.writeValueAsString(fields) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures and words always have a JSON form", e);
        }
    }
}
