package io.millrace.console.model;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Releases by model and version, and the job's answers. The job decides which model serves; this follows what it said, and before it has
 * said anything takes the newest release. Safe to use from several threads.
 */
public final class ModelCatalogue {

    /** Versions of one model that are kept; the topic itself keeps the newest alone. */
    private static final int MOST_VERSIONS = 8;

    private static final int MOST_STATUSES = 1_000;

    private final Map<String, TreeMap<Long, ReleasedModel>> models = new TreeMap<>();
    private final Map<String, ReleasedModel> ownByMachine = new HashMap<>();
    private final List<ModelStatus> statuses = new ArrayList<>();
    private final Map<String, Long> serving = new HashMap<>(); // by the job's last word
    private final Map<String, Optional<ModelArtefact>> byMachine = new LinkedHashMap<>();

    /** Takes a release in, whether it will serve or not. */
    public synchronized void release(ModelRelease release) {
        ReleasedModel model = read(release);
        byMachine.clear();
        if (model.own()) {
            new MachinePattern(release.getMachinePatterns().get(0))
                    .machineId()
                    .ifPresent(machine -> ownByMachine.put(machine, model));
            return;
        }
        TreeMap<Long, ReleasedModel> versions = models.computeIfAbsent(release.getModelId(), id -> new TreeMap<>());
        versions.put(release.getVersion(), model);
        if (versions.size() > MOST_VERSIONS) {
            versions.pollFirstEntry();
        }
    }

    private static ReleasedModel read(ModelRelease release) {
        ByteBuffer inline = release.getArtefact();
        if (inline == null) {
            return new ReleasedModel(
                    release,
                    Optional.empty(),
                    0,
                    "the artefact is at " + release.getArtefactUri() + ", not on the topic");
        }
        if (ArtefactCodec.isDelta(inline)) {
            return new ReleasedModel(release, Optional.empty(), inline.remaining(), "");
        }
        try {
            return new ReleasedModel(release, Optional.of(ArtefactCodec.decode(bytes(inline))), inline.remaining(), "");
        } catch (BadArtefactException e) {
            return new ReleasedModel(release, Optional.empty(), inline.remaining(), e.getMessage());
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Whether the answer was new. */
    public synchronized boolean status(ModelStatus status) {
        if (statuses.contains(status)) {
            return false;
        }
        if (statuses.size() == MOST_STATUSES) {
            statuses.remove(0);
        }
        statuses.add(status);
        if (status.getServingVersion() != null) {
            serving.put(status.getModelId(), status.getServingVersion());
        } else if (status.getStatus() == ModelStatusKind.RETIRED) {
            serving.remove(status.getModelId());
        }
        byMachine.clear();
        return true;
    }

    /** The model that serves a machine, as far as the topics tell. */
    public synchronized Optional<ModelArtefact> servingFor(String machineId) {
        Optional<ModelArtefact> known = byMachine.get(machineId);
        if (known == null) {
            known = find(machineId);
            byMachine.put(machineId, known);
        }
        return known;
    }

    private Optional<ModelArtefact> find(String machineId) {
        record Rule(MachinePattern pattern, ModelArtefact model) {}
        Optional<ModelArtefact> base = models.values().stream()
                .map(this::servingVersion)
                .flatMap(Optional::stream)
                .flatMap(model -> model.release().getMachinePatterns().stream()
                        .map(glob -> new Rule(
                                new MachinePattern(glob), model.artefact().orElseThrow())))
                .filter(rule -> rule.pattern().matches(machineId))
                .min(Comparator.comparing(Rule::pattern)
                        .thenComparing(rule -> rule.model().modelId()))
                .map(Rule::model);
        ReleasedModel own = ownByMachine.get(machineId);
        return base.isPresent() && own != null ? Optional.of(tuned(base.get(), own)) : base;
    }

    /** The base where the machine's own model does not belong to it: so does the job. */
    private static ModelArtefact tuned(ModelArtefact base, ReleasedModel own) {
        try {
            ModelDelta delta = ArtefactCodec.decodeDelta(bytes(own.release().getArtefact()));
            return delta.isOf(base, ArtefactCodec.weightsSha256(base)) ? delta.applyTo(base) : base;
        } catch (BadArtefactException | IllegalArgumentException e) {
            return base;
        }
    }

    private Optional<ReleasedModel> servingVersion(TreeMap<Long, ReleasedModel> versions) {
        String id = versions.firstEntry().getValue().release().getModelId();
        Long told = serving.get(id);
        ReleasedModel model = told == null ? versions.lastEntry().getValue() : versions.getOrDefault(told, null);
        return Optional.ofNullable(model).filter(found -> found.artefact().isPresent());
    }

    /** Version of a model that serves by the job's last word, if it has said one. */
    public synchronized Optional<Long> servingVersion(String modelId) {
        return Optional.ofNullable(serving.get(modelId));
    }

    /** All general models, by id and then the newest version first. */
    public synchronized List<ReleasedModel> releases() {
        return models.values().stream()
                .flatMap(versions -> versions.descendingMap().values().stream())
                .toList();
    }

    /** Number of machines with a released model of their own. */
    public synchronized int ownModels() {
        return ownByMachine.size();
    }

    /** The job's answers, the newest first. */
    public synchronized List<ModelStatus> statuses() {
        var newestFirst = new ArrayList<>(statuses);
        newestFirst.sort(Comparator.comparing(ModelStatus::getAtMillis).reversed());
        return newestFirst;
    }
}
