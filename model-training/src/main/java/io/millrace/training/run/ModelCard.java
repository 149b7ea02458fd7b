package io.millrace.training.run;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.reading.Sensor;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.training.network.TrainingCurve;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.pipeline.TunedMachine;
import io.millrace.training.recipe.KnownKind;
import io.millrace.training.recipe.KnownKinds;
import java.util.List;
import java.util.Locale;

/** A model in words, for whoever is to release it. */
final class ModelCard {

    private ModelCard() {}

    static String of(TrainedModel trained, List<TunedMachine> machines) {
        ModelArtefact model = trained.artefact();
        var card = new StringBuilder();
        card.append("# ").append(model.modelId()).append(", version ").append(model.version());
        card.append("\n\n").append(introduction(model.detector().name())).append("\n\n");
        card.append("## Data\n\n");
        card.append("- machines: ")
                .append(model.provenance().get("data.machines"))
                .append('\n');
        card.append("- rows: ").append(model.provenance().get("data.rows")).append('\n');
        card.append("- windows: %d to fit%s%n"
                .formatted(
                        trained.fitWindows(),
                        trained.validationWindows() == 0
                                ? ""
                                : ", " + trained.validationWindows() + " to decide when to stop"));
        card.append("- SHA-256: `")
                .append(model.provenance().get("data.sha256"))
                .append("`\n\n");
        card.append("## Sensors\n\n| sensor | role |\n|---|---|\n");
        List<String> constant = trained.constantSensors();
        for (Sensor sensor : model.preprocessing().layout().sensors()) {
            card.append("| %s | %s%s |%n"
                    .formatted(
                            sensor.name(),
                            sensor.role().name().toLowerCase(Locale.ROOT),
                            constant.contains(sensor.name()) ? ", stood still in training: not looked at" : ""));
        }
        card.append("\n## Result\n\n");
        trained.curve().ifPresent(curve -> {
            TrainingCurve.Epoch best = curve.bestEpoch();
            card.append(String.format(
                    Locale.ROOT,
                    "- validation error: %.6g (squared, scaled units) after epoch %d of %d%n",
                    best.validationError(),
                    best.number(),
                    curve.epochs().size()));
        });
        card.append(String.format(
                Locale.ROOT,
                "- threshold: %.6g, by %s on %d scores of rows held back%n",
                model.thresholds().fallback(),
                model.thresholds().policy(),
                trained.calibrationScores()));
        card.append("- labelled events that the threshold rests on: ")
                .append(model.thresholds().labelsUsed())
                .append('\n');
        if (!machines.isEmpty()) {
            long kept = machines.stream().filter(TunedMachine::kept).count();
            long bytes = machines.stream().mapToLong(TunedMachine::bytes).sum();
            card.append(
                    "- %d of %d machines have a model of their own in `machines/`".formatted(kept, machines.size()));
            if (kept > 0) {
                card.append(", %d bytes each on average".formatted(bytes / kept));
            }
            card.append(
                            ": layers fitted to their own windows made their validation error smaller. Each is a delta of this model and")
                    .append(
                            " serves the machine that it is named after, beside this model; this model alone serves the others, with a")
                    .append(" threshold for each machine.\n");
        }
        card.append("\n## What this does not show\n\n")
                .append(
                        "The figures come from normal operation. How many faults the model finds, and how often it is wrong,")
                .append(
                        " is known only after `millrace evaluate` or `millrace tune` on labelled data of these machines.")
                .append(
                        " Machines of another make, and operation that the rows above do not cover, need training of their own.\n");
        return card.toString().replace(System.lineSeparator(), "\n");
    }

    private static String introduction(String detector) {
        if (detector.equals(ReconstructionDetector.NAME)) {
            return "An LSTM autoencoder: it reconstructs the last rows of a machine and takes what it cannot reconstruct"
                    + " for unusual. It has seen normal operation only and names no cause.";
        }
        KnownKind kind = KnownKinds.of(detector);
        return "A detector of kind `" + detector + "`: " + kind.summary() + ". "
                + (kind.needsLabels()
                        ? "It has learnt from labelled rows: faults of another kind may pass unseen."
                        : "It has seen normal operation only and names no cause.");
    }
}
