package io.millrace.job.operator;

import io.millrace.job.metrics.ScoringMetrics;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes releases in and keeps the accepted ones in broadcast state: the encoded release with the artefact's bytes inline, by model id. One
 * per task, not thread-safe.
 */
final class ModelDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ModelDesk.class);

    private final ModelShelf shelf;
    private final BroadcastState<String, byte[]> held;
    private final ScoringMetrics metrics;
    private final RecordEncoder<ModelRelease> encoder = RecordEncoder.of(ModelRelease.class);
    private final RecordDecoder<ModelRelease> decoder = RecordDecoder.of(ModelRelease.class);

    ModelDesk(ModelShelf shelf, BroadcastState<String, byte[]> held, ScoringMetrics metrics) {
        this.shelf = shelf;
        this.held = held;
        this.metrics = metrics;
    }

    /** Parses what a checkpoint held, then takes in what was given at start. */
    void start(List<byte[]> startReleases) throws Exception {
        for (Map.Entry<String, byte[]> entry : held.entries()) {
            restore(entry.getKey(), decoder.decode(entry.getValue()));
        }
        for (byte[] release : startReleases) {
            takeAtStart(decoder.decode(release));
        }
    }

    private void restore(String modelId, ModelRelease release) {
        try {
            ServingModel model = shelf.restore(release);
            show(modelId);
            LOG.info("Restored model {} version {}", modelId, model.version());
        } catch (RefusedModelException e) {
            throw new IllegalStateException(
                    "model " + modelId + " of the checkpoint was accepted once and is refused now: " + e.getMessage()
                            + "; restore with the version of the job that wrote it",
                    e);
        }
    }

    private void takeAtStart(ModelRelease release) throws Exception {
        ServingModel serving = shelf.serving(release.getModelId());
        boolean overtaken = serving != null
                && release.getVersion() != serving.version()
                && release.getVersion() <= ReleaseOrder.highest(serving.release());
        if (overtaken) {
            LOG.info(
                    "Model {} version {} given at start was overtaken: restored version {} goes on serving",
                    release.getModelId(),
                    release.getVersion(),
                    serving.version());
            return;
        }
        ModelShelf.Answer answer = take(release);
        if (answer.verdict() != ModelShelf.Verdict.ACCEPTED && answer.verdict() != ModelShelf.Verdict.KNOWN) {
            throw new IllegalArgumentException("model " + release.getModelId() + " version " + release.getVersion()
                    + " given at start is refused: " + answer.reason());
        }
    }

    /** Takes a release in if it is sound and new. */
    ModelShelf.Answer take(ModelRelease release) throws Exception {
        boolean first = shelf.servingVersion(release.getModelId()) == 0;
        ModelShelf.Answer answer = shelf.offer(release);
        switch (answer.verdict()) {
            case ACCEPTED -> {
                ServingModel model = answer.serving();
                held.put(model.modelId(), encoder.encode(model.release()));
                metrics.modelAccepted();
                if (first) {
                    show(model.modelId());
                }
                LOG.info(
                        "Model {} version {} serves {}",
                        model.modelId(),
                        model.version(),
                        release.getMachinePatterns());
            }
            case REFUSED, UNREACHABLE -> {
                metrics.modelRefused();
                LOG.warn(
                        "Refused model {} version {}: {}", release.getModelId(), release.getVersion(), answer.reason());
            }
            case KNOWN -> LOG.info("Model {} version {} came again", release.getModelId(), release.getVersion());
        }
        return answer;
    }

    private void show(String modelId) {
        metrics.modelVersion(modelId, () -> shelf.servingVersion(modelId));
    }
}
