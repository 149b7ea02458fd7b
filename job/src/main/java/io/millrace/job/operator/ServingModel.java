package io.millrace.job.operator;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.explain.Explainer;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.threshold.LevelScale;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.detection.window.WindowBatch;
import io.millrace.job.state.SensorNames;
import io.millrace.schemas.ModelRelease;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model ready to score, with its scratch memory. One per task and version, not thread-safe.
 *
 * <p>A machine's own model is one too. It looks at readings as its base does and shares the base's memory. When only its output layer is
 * its own, its windows are scored in one batch with the base's; it then is some 100 bytes beside the layer.
 */
final class ServingModel {

    private final ModelRelease release; // null of a machine's own
    private final ModelArtefact artefact; // of the base, of a machine's own
    private final String modelId;
    private final long version;
    private final Thresholds thresholds;
    private final AlertLevels levels;
    private final List<MachinePattern> patterns;
    private final SensorNames names;
    private final boolean[] needed; // [sensors], whether the model looks at the column
    private final Explainer explainer;
    private final WindowBatch batch;
    private final Detector detector;
    private final ServingModel scoredWith;
    private final DenseLayer output; // null when it is that of the model it is scored with
    private WindowScorer scorer; // null while nothing of a machine's own is to be scored
    private Set<String> weightsSha256; // null until it is asked for
    private Shadow shadow; // null without one

    /**
     * @param release with the artefact's bytes inline
     */
    ServingModel(ModelRelease release, ModelArtefact artefact, int topSensors, int topSteps, AlertLevels levels) {
        Preprocessing preprocessing = artefact.preprocessing();
        this.release = release;
        this.artefact = artefact;
        this.modelId = artefact.modelId();
        this.version = artefact.version();
        this.thresholds = artefact.thresholds();
        this.levels = levels;
        this.patterns = release.getMachinePatterns().stream()
                .map(MachinePattern::new)
                .sorted()
                .toList();
        this.names = SensorNames.of(preprocessing.layout().names());
        this.needed = neededColumns(preprocessing);
        this.explainer = new Explainer(preprocessing, topSensors, topSteps);
        this.batch = new WindowBatch(artefact.detector().steps(), preprocessing.features());
        this.detector = artefact.detector();
        this.scoredWith = this;
        this.output = null;
        this.scorer = detector.newScorer();
    }

    /**
     * The model of one machine.
     *
     * @throws IllegalArgumentException if the delta does not fit
     */
    ServingModel(ServingModel base, ModelDelta delta) {
        LstmAutoencoder network = delta.network(base.artefact);
        this.release = null;
        this.artefact = base.artefact;
        this.modelId = delta.modelId();
        this.version = delta.version();
        this.thresholds = delta.thresholds(base.artefact);
        this.levels = base.levels;
        this.patterns = List.of();
        this.names = base.names;
        this.needed = base.needed;
        this.explainer = base.explainer;
        this.batch = base.batch;
        if (delta.recurrent().isEmpty()) {
            this.detector = base.detector;
            this.scoredWith = base;
            this.output = delta.output();
        } else {
            this.detector = new ReconstructionDetector(network, ((ReconstructionDetector) base.detector).scoring());
            this.scoredWith = this;
            this.output = null;
        }
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
        return modelId;
    }

    long version() {
        return version;
    }

    ModelRelease release() {
        return release;
    }

    /** What it does with readings and scores; of a machine's own model, this is its base's, but for id, version and thresholds. */
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

    /** What scores beside it, null when nothing does; beside a machine's own model nothing does. */
    Shadow shadow() {
        return shadow;
    }

    /** @param shadow null for none; nothing waits to be scored */
    void shadow(Shadow shadow) {
        this.shadow = shadow;
    }

    Explainer explainer() {
        return explainer;
    }

    /** The model in whose batch this one's windows are scored. */
    ServingModel scoredWith() {
        return scoredWith;
    }

    /** The output layer that its windows go through there, null for that model's. */
    DenseLayer output() {
        return output;
    }

    /** A machine's scores on the scale of alert levels; empty when the model has no calibration. */
    Optional<LevelScale> scale(String machineId) {
        boolean own = thresholds != artefact.thresholds();
        return own && artefact.calibration().isPresent()
                ? Optional.of(LevelScale.of(artefact.calibration().get(), thresholds.forMachine(machineId), true))
                : artefact.levels(machineId);
    }

    /** The score above which the machine is alarmed of. */
    double threshold(String machineId, Optional<LevelScale> scale) {
        double threshold = thresholds.forMachine(machineId);
        return scale.map(found -> found.alarm(threshold, levels)).orElse(threshold);
    }

    /** Score / {@link #threshold} from which it is critical. */
    double criticalRatio(double threshold, Optional<LevelScale> scale) {
        return scale.map(found -> found.score(levels.critical()) / threshold).orElse(thresholds.criticalRatio());
    }

    WindowScorer scorer() {
        if (scorer == null) {
            scorer = detector.newScorer();
        }
        return scorer;
    }

    /** Whether it is one machine's and has weights of its own: then it must not keep scratch memory between two bundles. */
    boolean isOneMachinesAlone() {
        return release == null && scoredWith == this;
    }

    void releaseScratch() {
        scorer = null;
    }

    /** Whether a delta was fine-tuned from this very model. */
    boolean isBaseOf(ModelDelta delta) {
        if (!delta.baseModelId().equals(modelId()) || delta.baseVersion() != version()) {
            return false;
        }
        if (weightsSha256 == null) {
            weightsSha256 = ArtefactCodec.everyWeightsSha256(artefact);
        }
        return delta.isOf(artefact, weightsSha256);
    }

    WindowBatch batch() {
        return batch;
    }
}
