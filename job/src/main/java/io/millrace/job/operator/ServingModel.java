package io.millrace.job.operator;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.explain.Explainer;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import io.millrace.job.state.SensorNames;
import io.millrace.schemas.ModelRelease;
import java.util.List;

/** A model ready to score, with its scratch memory. One per task and version, not thread-safe. */
final class ServingModel {

    private final ModelRelease release;
    private final ModelArtefact artefact;
    private final List<MachinePattern> patterns;
    private final SensorNames names;
    private final boolean[] needed; // [sensors], whether the model looks at the column
    private final Explainer explainer;
    private final WindowScorer scorer;
    private final WindowBatch batch;

    /**
     * @param release with the artefact's bytes inline
     */
    ServingModel(ModelRelease release, ModelArtefact artefact, int topSensors, int topSteps) {
        Preprocessing preprocessing = artefact.preprocessing();
        this.release = release;
        this.artefact = artefact;
        this.patterns = release.getMachinePatterns().stream()
                .map(MachinePattern::new)
                .sorted()
                .toList();
        this.names = SensorNames.of(preprocessing.layout().names());
        this.needed = neededColumns(preprocessing);
        this.explainer = new Explainer(preprocessing, topSensors, topSteps);
        this.scorer = artefact.detector().newScorer();
        this.batch = new WindowBatch(artefact.detector().steps(), preprocessing.features());
    }

    private static boolean[] neededColumns(Preprocessing preprocessing) {
        var needed = new boolean[preprocessing.layout().size()];
        for (int c = 0; c < preprocessing.continuousSensors(); c++) {
            needed[preprocessing.column(c)] = true;
        }
        if (preprocessing.stateInputs()) {
            for (int column : preprocessing.layout().columns(SensorRole.STATE)) {
                needed[column] = true;
            }
        }
        return needed;
    }

    String modelId() {
        return artefact.modelId();
    }

    long version() {
        return artefact.version();
    }

    ModelRelease release() {
        return release;
    }

    ModelArtefact artefact() {
        return artefact;
    }

    Preprocessing preprocessing() {
        return artefact.preprocessing();
    }

    List<MachinePattern> patterns() {
        return patterns;
    }

    SensorNames names() {
        return names;
    }

    boolean needs(int column) {
        return needed[column];
    }

    int steps() {
        return artefact.detector().steps();
    }

    /** Raw rows that a machine keeps for this model. */
    int ringRows() {
        return artefact.ringRows();
    }

    Explainer explainer() {
        return explainer;
    }

    WindowScorer scorer() {
        return scorer;
    }

    WindowBatch batch() {
        return batch;
    }
}
