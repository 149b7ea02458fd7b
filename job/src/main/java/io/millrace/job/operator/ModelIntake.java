package io.millrace.job.operator;

import io.millrace.job.metrics.OwnModelMetrics;
import io.millrace.job.metrics.ScoringMetrics;
import io.millrace.job.state.MachineDeltas;
import io.millrace.job.state.ShadowTally;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.ReleaseAction;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where releases come in: who released them is looked at first, then general models go to the {@link ModelDesk}, shadows to
 * {@link Shadows}, machines' own to {@link OwnModels}; what became of each is said once records may leave. One per task, not thread-safe.
 *
 * <p>What has been read before a release is scored with the model that served then. Nothing of a release whose publisher is not known is
 * parsed.
 */
final class ModelIntake {

    private static final Logger LOG = LoggerFactory.getLogger(ModelIntake.class);

    /** Encoded releases that serve, by model id; the name stands for ever. */
    static final MapStateDescriptor<String, byte[]> MODELS =
            new MapStateDescriptor<>("models", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);

    /** Encoded releases whose artefact could not be had yet, by their key on the topic; the name stands for ever. */
    static final MapStateDescriptor<String, byte[]> AWAITED = new MapStateDescriptor<>(
            "models-awaited", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);

    /** Encoded releases that score beside those that serve, by model id; the name stands for ever. */
    static final MapStateDescriptor<String, byte[]> SHADOWS =
            new MapStateDescriptor<>("models-shadow", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);

    /** After each failure to fetch an artefact it is tried again so much later, in seconds; then no more. */
    private static final int[] RETRY_SECONDS = {1, 2, 4, 8, 16, 32, 60, 60, 60};

    /** Something to be done later. */
    @FunctionalInterface
    interface Chore {
        void run() throws Exception;
    }

    /** The task that the models serve in. */
    interface Task extends OwnModels.Keys {

        /** Scores everything that waits. */
        void flush();

        /** Whether a window of the machine waits to be scored. */
        boolean isWaiting(String machineId);

        /** Frees the memory of models that serve no longer; nothing waits. */
        void forgetModels();

        void say(ModelStatus status);

        /** Hands on what has been counted of a shadow. */
        void count(ShadowTally tally);

        /** Whether this task speaks about what all tasks know. */
        boolean speaks();

        /** Whether the machine is scored here. */
        boolean owns(String machineId);

        long nowMillis();

        /** Does something on the task's thread after a while. */
        void later(long millis, Chore chore);

        /** Directory of the TaskManager for what need not last. */
        Path temporary();
    }

    private final ModelSettings settings;
    private final Task task;
    private final ModelVoice voice;
    private final ModelShelf shelf;
    private final ModelDesk desk;
    private final OwnModels ownModels;
    private final Shadows shadows;
    private final ScoringMetrics metrics;
    private final BroadcastState<String, byte[]> awaited;
    private final RecordEncoder<ModelRelease> encoder = RecordEncoder.of(ModelRelease.class);
    private final List<ModelStatus> unreported = new ArrayList<>(); // what happened before records may leave

    /** Takes in what a checkpoint held and the general models of the start. */
    ModelIntake(
            ModelSettings settings,
            ScoringSettings scoring,
            Task task,
            BroadcastState<String, byte[]> held,
            BroadcastState<String, byte[]> awaited,
            BroadcastState<String, byte[]> shadowed,
            ValueState<MachineDeltas> deltas,
            boolean heldOnHeap,
            ScoringMetrics metrics,
            MetricGroup group)
            throws Exception {
        var loader = new ModelLoader(
                scoring.topSensors(),
                scoring.topSteps(),
                scoring.levels(),
                new ArtefactCache(task.temporary(), settings.mostArtefactBytes()));
        this.awaited = awaited;
        this.settings = settings;
        this.task = task;
        this.voice = new ModelVoice(settings.job());
        this.shelf = new ModelShelf(loader);
        this.metrics = metrics;
        this.desk = new ModelDesk(shelf, held, metrics);
        desk.start(settings.startReleases());
        this.shadows = new Shadows(shelf, loader, shadowed, task::count, metrics);
        shadows.start();
        this.ownModels = new OwnModels(
                shelf,
                loader,
                deltas,
                heldOnHeap,
                task,
                new OwnModelMetrics(group, this::machinesWithTheirOwn),
                (modelId, version, kind, reason, serving) ->
                        unreported.add(voice.say(modelId, version, kind, reason, serving, task.nowMillis())));
    }

    private int machinesWithTheirOwn() {
        return ownModels.machines();
    }

    /** Takes in the deltas of the start. Leaves another key than it found. */
    void open() throws Exception {
        ownModels.start();
        var decoder = RecordDecoder.of(ModelRelease.class);
        for (Map.Entry<String, byte[]> entry : awaited.immutableEntries()) {
            tryLater(decoder.decode(entry.getValue()), 0);
        }
        if (settings.machines().isPresent()) {
            takeStartMachines(settings.machines().get());
        }
    }

    /** Takes in the deltas of this task's machines, and reads no others. */
    private void takeStartMachines(OwnModelFolder folder) throws IOException {
        for (OwnModelFolder.Entry entry : folder.entries()) {
            if (task.owns(entry.machineId())) {
                task.select(entry.machineId());
                try {
                    ownModels.takeAtStart(entry.read());
                } catch (RefusedModelException e) {
                    throw new IllegalArgumentException(
                            entry.file() + " given at start is refused: " + e.getMessage(), e);
                }
            }
        }
        LOG.info("{} machines of this task have a model of their own", ownModels.machines());
    }

    /** The model that serves a machine, which must be the current key, or null when none does. */
    ServingModel servingFor(String machineId) {
        return ownModels.servingFor(machineId);
    }

    /** General models that serve. */
    int size() {
        return shelf.size();
    }

    /** Takes a release in, or says why not. Leaves another key than it found. */
    void take(ModelRelease release) throws Exception {
        Optional<String> objection = settings.keys().objection(release);
        switch (ReleaseKind.of(release)) {
            case MODEL -> takeModel(release, objection);
            case DELTA -> takeDelta(release, objection);
            case WITHDRAWAL -> withdraw(release, objection);
        }
        reportAll();
    }

    private void takeModel(ModelRelease release, Optional<String> objection) throws Exception {
        if (objection.isPresent()) {
            refuse(release, objection.get());
        } else {
            takeModel(release, 0);
        }
    }

    /** Hands on what has been counted of shadows since the last call. */
    void countShadows() {
        shadows.count();
    }

    /** A machine was given up. */
    void forget(String machineId) {
        shadows.forget(machineId);
    }

    /** @param failures to fetch its artefact so far */
    private void takeModel(ModelRelease release, int failures) throws Exception {
        task.flush(); // what has been read is scored with the model that served then, beside the shadow that it had
        ModelShelf.Answer answer = isShadow(release) ? shadows.offer(release) : desk.take(release);
        if (answer.verdict() == ModelShelf.Verdict.UNREACHABLE) {
            await(release, failures, answer);
            return;
        }
        awaitNoLonger(release, answer.verdict() == ModelShelf.Verdict.ACCEPTED);
        switch (answer.verdict()) {
            case ACCEPTED -> accept(release, answer);
            case REFUSED -> report(release, ModelStatusKind.REFUSED, answer.reason(), answer.serving());
            case UNREACHABLE, KNOWN -> {} // no news
        }
    }

    private static boolean isShadow(ModelRelease release) {
        return release.getAction() == ReleaseAction.SHADOW;
    }

    private void accept(ModelRelease release, ModelShelf.Answer answer) throws Exception {
        report(release, accepted(release), answer.reason(), answer.serving());
        if (!isShadow(release)) {
            task.forgetModels();
            moveShadow(answer.serving());
            ownModels.accepted(answer.serving());
        }
    }

    /** The shadow of a model stands beside the version that serves now, or ends. */
    private void moveShadow(ServingModel serving) throws Exception {
        shadows.count();
        Optional<Long> shadow = shadows.version(serving.modelId());
        Optional<String> end = shadows.served(serving);
        if (end.isPresent() && shadow.get() != serving.version()) { // else it has been promoted, which is said already
            retireShadow(serving.modelId(), shadow.get(), end.get());
        }
    }

    private void retireShadow(String modelId, long version, String reason) {
        if (task.speaks()) {
            ServingModel serving = shelf.serving(modelId);
            unreported.add(voice.say(
                    modelId,
                    version,
                    ModelStatusKind.RETIRED,
                    "it is no shadow any longer: " + reason,
                    serving == null ? null : serving.version(),
                    task.nowMillis()));
        }
    }

    private void await(ModelRelease release, int failures, ModelShelf.Answer answer) throws Exception {
        boolean last = failures == RETRY_SECONDS.length;
        if (failures == 0 || last) {
            String outlook = last
                    ? "; given up after " + (failures + 1) + " attempts: release it again"
                    : "; it is tried again for " + IntStream.of(RETRY_SECONDS).sum() + " s";
            report(release, ModelStatusKind.REFUSED, answer.reason() + outlook, answer.serving());
        }
        if (last) {
            awaitNoLonger(release, false);
        } else {
            awaited.put(ReleaseKind.topicKey(release), encoder.encode(release));
            tryLater(release, failures);
        }
    }

    private void tryLater(ModelRelease release, int failures) {
        task.later(RETRY_SECONDS[failures] * 1_000L, () -> {
            if (isAwaited(release)) { // another release of the model may have come meanwhile
                takeModel(release, failures + 1);
                reportAll();
            }
        });
    }

    private boolean isAwaited(ModelRelease release) throws Exception {
        return Arrays.equals(encoder.encode(release), awaited.get(ReleaseKind.topicKey(release)));
    }

    /** @param anyOther whether it takes the place of whatever else is awaited of the model */
    private void awaitNoLonger(ModelRelease release, boolean anyOther) throws Exception {
        if (anyOther || isAwaited(release)) {
            awaited.remove(ReleaseKind.topicKey(release));
        }
    }

    static ModelStatusKind accepted(ModelRelease release) {
        return switch (release.getAction()) {
            case PROMOTE -> ModelStatusKind.PROMOTED;
            case ROLL_BACK -> ModelStatusKind.ROLLED_BACK;
            case SHADOW -> ModelStatusKind.SHADOW_REPORT;
            case SERVE, WITHDRAW -> ModelStatusKind.ACCEPTED;
        };
    }

    private void takeDelta(ModelRelease release, Optional<String> objection) {
        String machineId = ReleaseKind.machineOf(release).orElseThrow(); // or it would not have come here
        if (task.isWaiting(machineId)) {
            task.flush(); // as above, for this machine
        }
        task.select(machineId);
        if (objection.isPresent()) {
            ownModels.refuse(release, objection.get());
        } else {
            ownModels.take(release);
        }
    }

    private void withdraw(ModelRelease release, Optional<String> objection) throws Exception {
        if (objection.isPresent()) {
            refuse(
                    release,
                    release.getVersion() == 0
                            ? "its record was deleted from the topic, which nobody can sign: withdraw it with release --withdraw"
                            : objection.get());
            return;
        }
        task.flush();
        Optional<String> modelId = ReleaseKind.shadowWithdrawnBy(release);
        Optional<Long> shadow = modelId.isPresent() ? endShadow(modelId.get()) : Optional.empty();
        if (shadow.isPresent()) {
            retireShadow(modelId.get(), shadow.get(), "it was withdrawn");
        } else {
            ownModels.withdraw(release.getModelId());
        }
    }

    /** Version of the shadow that a model had, or that was awaited; nothing when there was none. */
    private Optional<Long> endShadow(String modelId) throws Exception {
        String key = ReleaseKind.shadowKey(modelId);
        byte[] late = awaited.get(key);
        awaited.remove(key);
        Optional<Long> shadow = shadows.version(modelId);
        if (shadow.isPresent()) {
            shadows.count();
            shadows.end(modelId);
        } else if (late != null) {
            return Optional.of(RecordDecoder.of(ModelRelease.class).decode(late).getVersion());
        }
        return shadow;
    }

    /** A release of a publisher that is not known. */
    private void refuse(ModelRelease release, String reason) {
        metrics.modelRefused();
        LOG.warn("Refused model {} version {}: {}", release.getModelId(), release.getVersion(), reason);
        report(release, ModelStatusKind.REFUSED, reason, shelf.serving(release.getModelId()));
    }

    private void report(ModelRelease release, ModelStatusKind kind, String reason, ServingModel serving) {
        if (task.speaks()) {
            unreported.add(voice.say(
                    release.getModelId(),
                    release.getVersion(),
                    kind,
                    reason,
                    serving == null ? null : serving.version(),
                    task.nowMillis()));
        }
    }

    /** Says what has not been said yet. */
    void reportAll() {
        if (!unreported.isEmpty()) {
            unreported.forEach(task::say);
            unreported.clear();
        }
    }
}
