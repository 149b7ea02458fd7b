package io.millrace.console.model;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.ReleaseAction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Releases by model and version, and the job's answers. The job decides which model serves; this follows what it said, and before it has
 * said anything takes the newest release. Artefacts that are elsewhere are fetched on a thread of their own. Safe to use from several
 * threads.
 */
public final class ModelCatalogue implements AutoCloseable {

    /** Versions of one model that are kept; the topic itself keeps the newest alone. */
    private static final int MOST_VERSIONS = 8;

    private static final int MOST_STATUSES = 1_000;

    /** Machines whose model is remembered: those that somebody looks at. */
    private static final int MOST_MACHINES = 500;

    private static final Duration FETCH_PAUSE = Duration.ofSeconds(30);

    private final ModelFiles files;
    private final ArtefactFetcher fetcher;
    private final Map<String, TreeMap<Long, ReleasedModel>> models = new TreeMap<>();
    private final Map<String, ReleasedModel> ownByMachine = new HashMap<>();
    private final Map<String, Optional<ModelDelta>> filed = lookedAt(); // deltas of the job's folder, by machine
    private final List<ModelStatus> statuses = new ArrayList<>();
    private final Map<String, Long> serving = new HashMap<>(); // by the job's last word
    private final Map<String, Optional<ModelArtefact>> byMachine = lookedAt();
    private String folderTrouble = "";

    public ModelCatalogue(ModelFiles files) {
        this(files, FETCH_PAUSE);
    }

    /** @param fetchPause between two attempts to fetch an artefact */
    ModelCatalogue(ModelFiles files, Duration fetchPause) {
        this.files = files;
        this.fetcher = new ArtefactFetcher(files, fetchPause);
    }

    private static <V> Map<String, V> lookedAt() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_MACHINES;
            }
        };
    }

    /** Takes a release in, whether it will serve or not. */
    public synchronized void release(ModelRelease release) {
        byMachine.clear();
        if (release.getAction() == ReleaseAction.WITHDRAW) {
            ownByMachine.values().removeIf(own -> own.release().getModelId().equals(release.getModelId()));
            return;
        }
        ReleasedModel model = read(release);
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
        if (release.getArtefact() == null && release.getArtefactUri() != null) {
            fetcher.fetch(release, new Fetched(release));
        }
    }

    private static ReleasedModel read(ModelRelease release) {
        ByteBuffer inline = release.getArtefact();
        if (inline == null) {
            return none(
                    release,
                    release.getArtefactUri() == null
                            ? "the release has neither an artefact nor the address of one"
                            : "the artefact is being fetched from " + release.getArtefactUri());
        }
        if (ArtefactCodec.isDelta(inline)) {
            return new ReleasedModel(release, Optional.empty(), inline.remaining(), "");
        }
        return decoded(release, bytes(inline));
    }

    private static ReleasedModel decoded(ModelRelease release, byte[] artefact) {
        try {
            return new ReleasedModel(release, Optional.of(ArtefactCodec.decode(artefact)), artefact.length, "");
        } catch (BadArtefactException e) {
            return new ReleasedModel(release, Optional.empty(), artefact.length, e.getMessage());
        }
    }

    private static ReleasedModel none(ModelRelease release, String trouble) {
        return new ReleasedModel(release, Optional.empty(), 0, trouble);
    }

    /** Puts what was fetched in the place of the release, while that is still wanted. */
    private final class Fetched implements ArtefactFetcher.Outcome {

        private final ModelRelease release;

        Fetched(ModelRelease release) {
            this.release = release;
        }

        @Override
        public void fetched(byte[] artefact) {
            put(decoded(release, artefact));
        }

        @Override
        public boolean failed(String why) {
            return put(none(
                    release,
                    "the artefact cannot be read from " + release.getArtefactUri() + " (" + why
                            + "); it is tried again: see that the console may read what TaskManagers read"));
        }

        private boolean put(ReleasedModel model) {
            synchronized (ModelCatalogue.this) {
                TreeMap<Long, ReleasedModel> versions = models.get(release.getModelId());
                ReleasedModel there = versions == null ? null : versions.get(release.getVersion());
                boolean wanted = there != null && there.release() == release;
                if (wanted) {
                    versions.put(release.getVersion(), model);
                    byMachine.clear();
                }
                return wanted;
            }
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

    /** The model that serves a machine, as far as the topics and the job's folder tell. */
    public Optional<ModelArtefact> servingFor(String machineId) {
        Optional<ModelDelta> own = filed(machineId); // reads a file: not while the others wait
        synchronized (this) {
            Optional<ModelArtefact> known = byMachine.get(machineId);
            if (known == null) {
                known = find(machineId, own);
                byMachine.put(machineId, known);
            }
            return known;
        }
    }

    /** A model by its name, such as an alert gives it: a general one, or the machine's own; nothing when it is not at hand any more. */
    public Optional<ModelArtefact> named(String machineId, String modelId, long version) {
        Optional<ModelDelta> own = filed(machineId);
        synchronized (this) {
            Optional<ModelArtefact> general = artefact(modelId, version);
            return general.isPresent()
                    ? general
                    : deltas(machineId, own)
                            .filter(delta -> delta.modelId().equals(modelId) && delta.version() == version)
                            .flatMap(
                                    delta -> artefact(delta.baseModelId(), delta.baseVersion())
                                            .flatMap(base -> tuned(base, delta))
                                            .stream())
                            .findFirst();
        }
    }

    private Optional<ModelArtefact> artefact(String modelId, long version) {
        return Optional.ofNullable(models.get(modelId))
                .map(versions -> versions.get(version))
                .flatMap(ReleasedModel::artefact);
    }

    private Optional<ModelDelta> filed(String machineId) {
        synchronized (this) {
            Optional<ModelDelta> known = filed.get(machineId);
            if (known != null) {
                return known;
            }
        }
        try {
            Optional<ModelDelta> found = files.own(machineId);
            synchronized (this) {
                filed.put(machineId, found);
            }
            return found;
        } catch (IOException e) {
            synchronized (this) {
                folderTrouble = "the model of machine " + machineId + " cannot be read (" + e.getMessage() + ")";
            }
            return Optional.empty();
        }
    }

    private Optional<ModelArtefact> find(String machineId, Optional<ModelDelta> filed) {
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
        // The base where no model of the machine's own belongs to it: so does the job.
        return base.map(general -> held(machineId, filed)
                .map(delta -> tuned(general, delta))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(general));
    }

    /**
     * A machine's own models that the job may hold, the highest version first; of two alike the folder's, which the job takes in before any
     * release.
     */
    private Stream<ModelDelta> held(String machineId, Optional<ModelDelta> filed) {
        Optional<ModelDelta> standing = filed.filter(delta -> !takenBack(ownByMachine.get(machineId), delta));
        return deltas(machineId, standing).filter(delta -> {
            Long told = serving.get(delta.modelId());
            return told == null || delta.version() <= told;
        });
    }

    /** Whether a release of the same model leads past what the folder holds, so that the job drops that: a rollback, or a promotion. */
    private static boolean takenBack(ReleasedModel released, ModelDelta filed) {
        if (released == null || !released.release().getModelId().equals(filed.modelId())) {
            return false;
        }
        ModelRelease release = released.release();
        return release.getAction() != ReleaseAction.SERVE
                && Math.max(release.getVersion(), release.getSupersedes()) >= filed.version();
    }

    private Stream<ModelDelta> deltas(String machineId, Optional<ModelDelta> filed) {
        return Stream.concat(filed.stream(), released(machineId).stream())
                .sorted(Comparator.comparingLong(ModelDelta::version).reversed());
    }

    private Optional<ModelDelta> released(String machineId) {
        ReleasedModel own = ownByMachine.get(machineId);
        if (own == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ArtefactCodec.decodeDelta(bytes(own.release().getArtefact())));
        } catch (BadArtefactException e) {
            return Optional.empty(); // the job refuses it, too, and says so
        }
    }

    /** Nothing where the delta does not belong to the base. */
    private static Optional<ModelArtefact> tuned(ModelArtefact base, ModelDelta delta) {
        try {
            return delta.isOf(base, ArtefactCodec.everyWeightsSha256(base))
                    ? Optional.of(delta.applyTo(base))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<ReleasedModel> servingVersion(TreeMap<Long, ReleasedModel> versions) {
        String id = versions.firstEntry().getValue().release().getModelId();
        Long told = serving.get(id);
        Optional<ReleasedModel> model = told == null ? newest(versions) : Optional.ofNullable(versions.get(told));
        return model.filter(found -> found.artefact().isPresent());
    }

    /** A shadow scores beside what serves. */
    private static Optional<ReleasedModel> newest(TreeMap<Long, ReleasedModel> versions) {
        return versions.descendingMap().values().stream()
                .filter(model -> model.release().getAction() != ReleaseAction.SHADOW)
                .findFirst();
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

    /** Where the job finds models of machines' own beside those that were released, and what is wrong with that; empty for none. */
    public synchronized String ownFolder() {
        return files.ownFolder()
                .map(folder -> folder + (folderTrouble.isEmpty() ? "" : ": " + folderTrouble))
                .orElse("");
    }

    /** The job's answers, the newest first. */
    public synchronized List<ModelStatus> statuses() {
        var newestFirst = new ArrayList<>(statuses);
        newestFirst.sort(Comparator.comparing(ModelStatus::getAtMillis).reversed());
        return newestFirst;
    }

    /** Fetches no more. */
    @Override
    public void close() {
        fetcher.close();
    }
}
