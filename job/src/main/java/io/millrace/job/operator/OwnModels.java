package io.millrace.job.operator;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.job.metrics.OwnModelMetrics;
import io.millrace.job.state.MachineDeltas;
import io.millrace.job.state.MachineDeltas.Held;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatusKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Machines' own models in one task: takes their deltas in, keeps them in the machines' keyed state, and says which model serves a machine.
 * One per task, not thread-safe.
 *
 * <p>A delta serves while the very base that it was fine-tuned from serves its machine. Neither need come first: a delta waits for its base,
 * beside the one that serves meanwhile. A newer version of the base ends it. Silence of the machine does not: it would come back to another
 * model than it left. Of two releases of one machine's model {@link ReleaseOrder} says which has the last word, as of general models.
 */
final class OwnModels {

    private static final Logger LOG = LoggerFactory.getLogger(OwnModels.class);

    /** Models ready to score are remembered up to about this many bytes; others are made again when their machine sends. */
    private static final long REMEMBERED_BYTES = 64L << 20;

    private static final int ENTRY_BYTES = 150; // key, entry and answer of a machine without a delta
    private static final int MODEL_BYTES = 150; // of a model of its own, beside its weights

    /** The machines' keyed state, one machine at a time. */
    interface Keys {

        /** Makes a machine the current one. */
        void select(String machineId);

        /** All machines that have an entry in {@link MachineDeltas#STATE}; to be closed. */
        Stream<String> all();
    }

    /** Hears of what became of a machine's own model. */
    @FunctionalInterface
    interface Report {

        /**
         * @param serving version of it that is held afterwards, null when none is
         */
        void of(String modelId, long version, ModelStatusKind kind, String reason, Long serving);
    }

    private record Known(ServingModel general, ServingModel serving, long bytes) {}

    private final ModelShelf shelf;
    private final ModelLoader loader;
    private final ValueState<MachineDeltas> held;
    private final boolean heldOnHeap;
    private final Keys keys;
    private final OwnModelMetrics metrics;
    private final Report report;
    private final LinkedHashMap<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private long knownBytes;
    private int machines; // that have a delta here
    private Map<String, String> machineById; // of the models' ids; null until a withdrawal asks for it

    /**
     * @param heldOnHeap whether the state backend keeps objects, so that remembering a model costs no second copy of its weights
     */
    OwnModels(
            ModelShelf shelf,
            ModelLoader loader,
            ValueState<MachineDeltas> held,
            boolean heldOnHeap,
            Keys keys,
            OwnModelMetrics metrics,
            Report report) {
        this.shelf = shelf;
        this.loader = loader;
        this.held = held;
        this.heldOnHeap = heldOnHeap;
        this.keys = keys;
        this.metrics = metrics;
        this.report = report;
    }

    /** Counts what a checkpoint held, and drops what the models given at start have ended. */
    void start() {
        List<String> all = allMachines();
        machines = all.size();
        all.forEach(machineId -> drop(machineId, this::ending));
    }

    /** Machines with a delta in this task. */
    int machines() {
        return machines;
    }

    /** The model that serves a machine, which must be the current key, or null when none does. */
    ServingModel servingFor(String machineId) {
        ServingModel general = shelf.servingFor(machineId);
        if (general == null || machines == 0) {
            return general;
        }
        Known answer = known.get(machineId);
        if (answer == null || answer.general() != general) {
            answer = lookUp(general);
            remember(machineId, answer);
        }
        return answer.serving();
    }

    private Known lookUp(ServingModel general) {
        MachineDeltas deltas = value();
        if (deltas != null) {
            for (ModelDelta delta : deltas.all()) {
                if (general.isBaseOf(delta)) {
                    return new Known(general, new ServingModel(general, delta), bytes(delta, general));
                }
            }
        }
        return new Known(general, general, ENTRY_BYTES);
    }

    private long bytes(ModelDelta delta, ServingModel base) {
        long layer = 4L * delta.output().weights().length;
        long weights = delta.recurrent().isEmpty() ? 0 : parameters(delta.network(base.artefact()));
        return ENTRY_BYTES
                + MODEL_BYTES
                + (heldOnHeap ? 0 : layer + 4 * weights)
                + 8 * weights; // packed is twice as large
    }

    private static long parameters(LstmAutoencoder network) {
        DenseLayer output = network.output();
        return parameters(network.encoder()) + parameters(network.decoder()) + output.weights().length;
    }

    private static long parameters(LstmLayer layer) {
        return layer.input().length + layer.recurrent().length;
    }

    private void remember(String machineId, Known answer) {
        forget(machineId);
        known.put(machineId, answer);
        knownBytes += answer.bytes();
        var eldest = known.entrySet().iterator();
        while (knownBytes > REMEMBERED_BYTES && known.size() > 1) {
            knownBytes -= eldest.next().getValue().bytes();
            eldest.remove();
        }
    }

    private void forget(String machineId) {
        Known before = known.remove(machineId);
        if (before != null) {
            knownBytes -= before.bytes();
        }
    }

    /** Takes the release of a delta in if it is sound and new; its machine must be the current key. */
    void take(ModelRelease release) {
        try {
            take(release, loader.loadDelta(release));
        } catch (RefusedModelException e) {
            refuse(release, e.getMessage());
        }
    }

    /** Says that the release of a delta must not serve; its machine must be the current key. */
    void refuse(ModelRelease release, String reason) {
        refuse(release.getModelId(), release.getVersion(), reason, version(value(), release.getModelId()));
    }

    /**
     * Takes a delta of the start in; its machine must be the current key. One that a release has overtaken is passed over.
     *
     * @throws RefusedModelException if it must not serve
     */
    void takeAtStart(ModelDelta delta) throws RefusedModelException {
        MachineDeltas deltas = value();
        Optional<Held> before = lastWord(deltas, delta.modelId());
        ServingModel base = shelf.serving(delta.baseModelId());
        if (before.isPresent() && highest(before.get()) >= delta.version()
                || base != null && base.version() > delta.baseVersion()) {
            return;
        }
        Optional<String> objection = ending(delta);
        if (objection.isPresent()) {
            throw new RefusedModelException(List.of(objection.get()));
        }
        put(Held.plain(delta), deltas, false);
    }

    private void take(ModelRelease release, ModelDelta delta) {
        MachineDeltas deltas = value();
        Optional<Held> before = lastWord(deltas, delta.modelId());
        if (deltas != null && deltas.held().stream().anyMatch(held -> isKnown(release, delta, held))) {
            return; // delivered again
        }
        Optional<String> objection = before.flatMap(held -> ReleaseOrder.objection(release, word(held)))
                .or(() -> ending(delta));
        if (objection.isPresent()) {
            refuse(delta.modelId(), delta.version(), objection.get(), version(deltas, delta.modelId()));
            return;
        }
        boolean plain = ReleaseOrder.isPlain(release);
        put(new Held(delta, release.getSupersedes(), release.getReleasedAtMillis()), deltas, !plain);
        metrics.accepted();
        report.of(delta.modelId(), delta.version(), ModelIntake.accepted(release), standing(delta), delta.version());
    }

    /** Whether a release asks for what is so already. */
    private static boolean isKnown(ModelRelease release, ModelDelta delta, Held held) {
        return held.delta().equals(delta)
                && (ReleaseOrder.isPlain(release) || release.getReleasedAtMillis() == held.releasedAtMillis());
    }

    private static long highest(Held held) {
        return Math.max(held.delta().version(), held.supersedes());
    }

    private static ReleaseOrder.Word word(Held held) {
        return new ReleaseOrder.Word(
                held.delta().modelId(), held.delta().version(), highest(held), held.releasedAtMillis(), "is held");
    }

    /** Of what is held of a model, that which was said last. */
    private static Optional<Held> lastWord(MachineDeltas deltas, String modelId) {
        return deltas == null
                ? Optional.empty()
                : deltas.held().stream()
                        .filter(held -> held.delta().modelId().equals(modelId))
                        .max(Comparator.comparingLong(OwnModels::highest).thenComparingLong(Held::releasedAtMillis));
    }

    private void refuse(String modelId, long version, String reason, Long serving) {
        metrics.refused();
        LOG.warn("Refused model {} version {} of one machine: {}", modelId, version, reason);
        report.of(modelId, version, ModelStatusKind.REFUSED, reason, serving);
    }

    /** Why a delta can serve no more, whatever comes. */
    private Optional<String> ending(ModelDelta delta) {
        ServingModel base = shelf.serving(delta.baseModelId());
        if (base == null || base.version() < delta.baseVersion()) {
            return Optional.empty();
        }
        if (base.version() > delta.baseVersion()) {
            return Optional.of("it was fine-tuned from version " + delta.baseVersion() + " of model "
                    + delta.baseModelId() + ", version " + base.version()
                    + " serves: fine-tune it from that; until then the general model serves machine "
                    + delta.machineId());
        }
        if (!base.isBaseOf(delta)) {
            return Optional.of("it was fine-tuned from another training of model " + delta.baseModelId() + " version "
                    + delta.baseVersion() + ", with weights " + delta.baseSha256() + ", those that serve are "
                    + ArtefactCodec.weightsSha256(base.artefact()) + ": fine-tune it from these");
        }
        return misfit(delta, base.artefact());
    }

    private static Optional<String> misfit(ModelDelta delta, ModelArtefact base) {
        try {
            delta.network(base);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What an accepted delta does now. */
    private String standing(ModelDelta delta) {
        ServingModel general = shelf.servingFor(delta.machineId());
        if (serves(delta, general)) {
            return "serves machine " + delta.machineId() + " from its next window on";
        }
        return "waits until version " + delta.baseVersion() + " of model " + delta.baseModelId() + " serves machine "
                + delta.machineId()
                + (general == null
                        ? ""
                        : ", which model " + general.modelId() + " version " + general.version() + " does");
    }

    /**
     * Holds a delta, beside the one that serves now if the new one cannot take its place yet.
     *
     * @param alone whether what is held of the same model goes in any case: a rollback does not wait beside what it takes back
     */
    private void put(Held taken, MachineDeltas before, boolean alone) {
        ModelDelta delta = taken.delta();
        var kept = new ArrayList<Held>();
        if (before == null) {
            machines++;
        } else {
            ServingModel general = shelf.servingFor(delta.machineId());
            for (Held other : before.held()) {
                boolean sameModel = other.delta().modelId().equals(delta.modelId());
                // one of them serves, the other waits
                if (serves(other.delta(), general) != serves(delta, general) && !(alone && sameModel)) {
                    kept.add(other);
                } else {
                    unlist(other.delta());
                }
            }
        }
        kept.add(taken);
        update(new MachineDeltas(kept));
        forget(delta.machineId());
        if (machineById != null) {
            machineById.put(delta.modelId(), delta.machineId());
        }
    }

    private static boolean serves(ModelDelta delta, ServingModel general) {
        return general != null && general.isBaseOf(delta);
    }

    private void unlist(ModelDelta delta) {
        if (machineById != null) {
            machineById.remove(delta.modelId());
        }
    }

    /** A general model has been accepted: deltas of its earlier versions end. Leaves another key than it found. */
    void accepted(ServingModel base) {
        if (machines == 0) {
            return;
        }
        known.clear();
        knownBytes = 0;
        for (String machineId : allMachines()) {
            drop(machineId, delta -> delta.baseModelId().equals(base.modelId()) ? ending(delta) : Optional.empty());
        }
    }

    /** The record of a model was deleted. Leaves another key than it found. */
    void withdraw(String modelId) {
        if (machineById == null) {
            machineById = new HashMap<>();
            for (String machineId : allMachines()) {
                keys.select(machineId);
                value().all().forEach(delta -> machineById.put(delta.modelId(), machineId));
            }
        }
        String machineId = machineById.get(modelId);
        if (machineId != null) {
            drop(
                    machineId,
                    delta -> delta.modelId().equals(modelId)
                            ? Optional.of("its record was deleted: the general model serves machine " + machineId)
                            : Optional.empty());
        }
    }

    /** Why a delta is not to be held any longer, nothing while it is. */
    @FunctionalInterface
    private interface Fate {
        Optional<String> of(ModelDelta delta);
    }

    private void drop(String machineId, Fate fate) {
        keys.select(machineId);
        MachineDeltas before = value();
        var kept = new ArrayList<Held>();
        var retired = new LinkedHashMap<ModelDelta, String>();
        for (Held held : before.held()) {
            fate.of(held.delta()).ifPresentOrElse(reason -> retired.put(held.delta(), reason), () -> kept.add(held));
        }
        if (retired.isEmpty()) {
            return;
        }
        MachineDeltas after = kept.isEmpty() ? null : new MachineDeltas(kept);
        update(after);
        forget(machineId);
        machines -= after == null ? 1 : 0;
        retired.forEach((delta, reason) -> {
            if (version(after, delta.modelId()) == null) {
                unlist(delta);
            }
            metrics.retired();
            LOG.info("Model {} version {} of machine {} ends: {}", delta.modelId(), delta.version(), machineId, reason);
            report.of(
                    delta.modelId(), delta.version(), ModelStatusKind.RETIRED, reason, version(after, delta.modelId()));
        });
    }

    private List<String> allMachines() {
        try (Stream<String> all = keys.all()) {
            return all.toList(); // they change while they are walked through
        }
    }

    /** Newest version of a model that is held, null when none is. */
    private static Long version(MachineDeltas deltas, String modelId) {
        Long newest = null;
        if (deltas != null) {
            for (ModelDelta delta : deltas.all()) {
                if (delta.modelId().equals(modelId)) {
                    newest = newest == null ? delta.version() : Math.max(newest, delta.version());
                }
            }
        }
        return newest;
    }

    private MachineDeltas value() {
        try {
            return held.value();
        } catch (IOException e) {
            throw new UncheckedIOException("the deltas of a machine cannot be read", e);
        }
    }

    private void update(MachineDeltas deltas) {
        try {
            held.update(deltas); // null clears
        } catch (IOException e) {
            throw new UncheckedIOException("the deltas of a machine cannot be written", e);
        }
    }
}
