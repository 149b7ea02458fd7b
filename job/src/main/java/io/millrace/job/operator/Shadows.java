package io.millrace.job.operator;

import io.millrace.job.state.ShadowTally;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
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
    private final Map<String, Shadow> byId = new TreeMap<>();

    /**
     * What became of a release.
     *
     * @param taken whether it is a shadow from the next window on
     * @param reason a sentence for people, empty when it is no news
     */
    record Answer(boolean taken, String reason) {}

    /** @param tallies takes what has been counted */
    Shadows(ModelShelf shelf, ModelLoader loader, BroadcastState<String, byte[]> held, Consumer<ShadowTally> tallies) {
        this.shelf = shelf;
        this.loader = loader;
        this.held = held;
        this.tallies = tallies;
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
    Answer offer(ModelRelease release) throws Exception {
        String modelId = release.getModelId();
        Shadow before = byId.get(modelId);
        ServingModel serving = shelf.serving(modelId);
        if (before != null && isSame(release, before.model()) || serving != null && isSame(release, serving)) {
            return new Answer(false, ""); // delivered again, or promoted meanwhile
        }
        if (serving != null && release.getVersion() <= ReleaseOrder.highest(serving.release())) {
            return new Answer(
                    false,
                    "version " + ReleaseOrder.highest(serving.release()) + " of model " + modelId
                            + " has been released, found version " + release.getVersion()
                            + ": a shadow needs a higher version");
        }
        if (before != null
                && release.getReleasedAtMillis() < before.model().release().getReleasedAtMillis()) {
            return new Answer(
                    false,
                    "version " + before.model().version() + " became the model's shadow later: release it again");
        }
        ServingModel model;
        try {
            model = loader.load(release);
        } catch (RefusedModelException e) {
            return new Answer(false, e.getMessage());
        }
        Optional<String> objection =
                Shadow.objection(model).or(() -> serving == null ? Optional.empty() : Shadow.misfit(model, serving));
        if (objection.isPresent()) {
            return new Answer(false, objection.get());
        }
        count();
        put(model);
        held.put(modelId, RecordEncoder.of(ModelRelease.class).encode(model.release()));
        LOG.info("Model {} version {} is a shadow", modelId, model.version());
        if (serving == null) {
            return new Answer(true, "waits until a version of the model serves, to score beside it");
        }
        stand(byId.get(modelId), serving);
        return new Answer(
                true, "scores beside version " + serving.version() + " from the next windows on, and alerts nobody");
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
