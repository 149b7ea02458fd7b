package io.millrace.job.operator;

import io.millrace.job.metrics.ScoringMetrics;
import io.millrace.job.state.ShadowTally;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.BroadcastState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shadows in one task, one per model at most: taken in by release, kept in broadcast state, ended when a version serves that is as high.
 * One per task, not thread-safe.
 */
final class Shadows {

    private static final Logger LOG = LoggerFactory.getLogger(Shadows.class);

    private final ModelShelf shelf;
    private final ModelLoader loader;
    private final BroadcastState<String, byte[]> held;
    private final Consumer<ShadowTally> tallies;
    private final ScoringMetrics metrics;
    private final Map<String, Shadow> byId = new TreeMap<>();

    /**
     * @param tallies takes what has been counted
     * @param metrics hear of refusals
     */
    Shadows(
            ModelShelf shelf,
            ModelLoader loader,
            BroadcastState<String, byte[]> held,
            Consumer<ShadowTally> tallies,
            ScoringMetrics metrics) {
        this.shelf = shelf;
        this.loader = loader;
        this.held = held;
        this.tallies = tallies;
        this.metrics = metrics;
    }

    /** Takes in what a checkpoint held. A shadow that can be none any more is let go: that is no reason not to start. */
    void start() throws Exception {
        RecordDecoder<ModelRelease> decoder = RecordDecoder.of(ModelRelease.class);
        for (Map.Entry<String, byte[]> entry : held.entries()) {
            try {
                put(loader.load(decoder.decode(entry.getValue())));
            } catch (RefusedModelException e) {
                LOG.warn("The shadow of model {} is let go: {}", entry.getKey(), e.getMessage());
            }
        }
        for (ServingModel serving : shelf.all()) {
            served(serving).ifPresent(reason -> LOG.info("The shadow of model {} ends: {}", serving.modelId(), reason));
        }
    }

    /** Takes a release in if it may be a shadow; nothing waits to be scored. */
    ModelShelf.Answer offer(ModelRelease release) throws Exception {
        ServingModel serving = shelf.serving(release.getModelId());
        Shadow before = byId.get(release.getModelId());
        if (before != null && isSame(release, before.model()) || serving != null && isSame(release, serving)) {
            // delivered again, or promoted meanwhile
            return new ModelShelf.Answer(ModelShelf.Verdict.KNOWN, "is a shadow already, or serves", serving);
        }
        try {
            return take(release, before, serving);
        } catch (RefusedModelException e) {
            metrics.modelRefused();
            LOG.warn(
                    "Refused model {} version {} as a shadow: {}",
                    release.getModelId(),
                    release.getVersion(),
                    e.getMessage());
            return new ModelShelf.Answer(
                    e.isPassing() ? ModelShelf.Verdict.UNREACHABLE : ModelShelf.Verdict.REFUSED,
                    e.getMessage(),
                    serving);
        }
    }

    private ModelShelf.Answer take(ModelRelease release, Shadow before, ServingModel serving) throws Exception {
        refuse(objection(release, before, serving));
        ServingModel model = loader.load(release);
        refuse(Shadow.objection(model).or(() -> serving == null ? Optional.empty() : Shadow.misfit(model, serving)));
        count();
        put(model);
        held.put(model.modelId(), RecordEncoder.of(ModelRelease.class).encode(model.release()));
        LOG.info("Model {} version {} is a shadow", model.modelId(), model.version());
        if (serving == null) {
            return new ModelShelf.Answer(
                    ModelShelf.Verdict.ACCEPTED, "waits until a version of the model serves, to score beside it", null);
        }
        stand(byId.get(model.modelId()), serving);
        return new ModelShelf.Answer(
                ModelShelf.Verdict.ACCEPTED,
                "scores beside version " + serving.version() + " from the next windows on, and alerts nobody",
                serving);
    }

    private static void refuse(Optional<String> objection) throws RefusedModelException {
        if (objection.isPresent()) {
            throw new RefusedModelException(List.of(objection.get()));
        }
    }

    /** Why a release cannot be a shadow whatever its artefact is, nothing when it may. */
    private static Optional<String> objection(ModelRelease release, Shadow before, ServingModel serving) {
        if (serving != null && release.getVersion() <= ReleaseOrder.highest(serving.release())) {
            return Optional.of("version " + ReleaseOrder.highest(serving.release()) + " of model "
                    + release.getModelId() + " has been released, found version " + release.getVersion()
                    + ": a shadow needs a higher version");
        }
        if (before != null
                && release.getReleasedAtMillis() < before.model().release().getReleasedAtMillis()) {
            return Optional.of(
                    "version " + before.model().version() + " became the model's shadow later: release it again");
        }
        return Optional.empty();
    }

    private static boolean isSame(ModelRelease release, ServingModel model) {
        return release.getVersion() == model.version()
                && release.getSha256().equals(model.release().getSha256());
    }

    private void put(ServingModel model) {
        byId.put(model.modelId(), new Shadow(model));
    }

    private static void stand(Shadow shadow, ServingModel serving) {
        shadow.beside(serving);
        serving.shadow(shadow);
    }

    /**
     * Another version of a model serves; nothing waits to be scored, and all has been counted.
     *
     * @return why its shadow has ended, nothing when it has none or it goes on
     */
    Optional<String> served(ServingModel serving) throws Exception {
        Shadow shadow = byId.get(serving.modelId());
        if (shadow == null) {
            return Optional.empty();
        }
        long highest = ReleaseOrder.highest(serving.release());
        Optional<String> end = shadow.model().version() <= highest
                ? Optional.of("version " + highest + " has been released to serve")
                : Shadow.misfit(shadow.model(), serving);
        if (end.isPresent()) {
            end(serving.modelId());
        } else {
            stand(shadow, serving);
        }
        return end;
    }

    /** Version of a model's shadow, nothing without one. */
    Optional<Long> version(String modelId) {
        return Optional.ofNullable(byId.get(modelId))
                .map(shadow -> shadow.model().version());
    }

    /** Ends the shadow of a model, if it has one; nothing waits to be scored. */
    void end(String modelId) throws Exception {
        Shadow shadow = byId.remove(modelId);
        if (shadow != null) {
            held.remove(modelId);
            shadow.ended().ifPresent(tallies);
            ServingModel serving = shelf.serving(modelId);
            if (serving != null) {
                serving.shadow(null);
            }
        }
    }

    /** Hands on what has been counted since the last call. */
    void count() {
        byId.values().forEach(shadow -> shadow.counted().ifPresent(tallies));
    }

    /** A machine was given up. */
    void forget(String machineId) {
        byId.values().forEach(shadow -> shadow.forget(machineId));
    }
}
