package io.millrace.job.operator;

import io.millrace.detection.explain.Explanation;
import io.millrace.detection.explain.SensorShare;
import io.millrace.detection.explain.StepShare;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.TunedScorer;
import io.millrace.detection.score.VotingScorer;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.threshold.LevelScale;
import io.millrace.detection.window.WindowBatch;
import io.millrace.job.state.Evidence;
import io.millrace.job.state.MachineState;
import io.millrace.job.state.ScoreLevels;
import io.millrace.schemas.DataQuality;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Windows of many machines that are scored together. One per task, not thread-safe; reuses its memory.
 *
 * <p>While a window of a machine waits here, the machine's state belongs to the bundle: it is read from {@link #stateOf}, and handed back
 * once, after scoring. A machine's windows and marks leave in the order in which they came; a window's score does not depend on what
 * else is in the bundle.
 */
final class Bundle {

    /** Where scores and states go. */
    interface Receiver {

        /** The next window or mark of its machine. */
        void scored(ScoredWindow window);

        /** A machine's state as it stands after its last window in the bundle. */
        void handBack(String machineId, MachineState state);

        /** The kernel has scored {@code windows} windows of one model in {@code nanos}. */
        void timed(int windows, long nanos);
    }

    /** A machine with something in the bundle. */
    private static final class Resident {
        private final MachineState state;
        private final Part part;
        private Segment open; // null when the next window does not follow the last one

        Resident(MachineState state, Part part) {
            this.state = state;
            this.part = part;
        }
    }

    /** What one model is to score. */
    private static final class Part {
        private final List<Segment> segments = new ArrayList<>();
        private final ArrayDeque<Segment> free = new ArrayDeque<>();

        Segment add(String machineId, MachineState state, ServingModel model, ScoredWindow mark) {
            Segment segment = free.isEmpty() ? new Segment() : free.pop();
            segments.add(segment.of(machineId, state, model, mark));
            return segment;
        }
    }

    private final Map<String, Resident> residents = new HashMap<>();
    private final Map<ServingModel, Part> parts = new LinkedHashMap<>();
    private int windows;
    private double[] raw = new double[0]; // rows of one machine on their way
    private double[] scores = new double[0]; // [windows of a part]
    private DenseLayer[] outputs = new DenseLayer[0]; // [windows of a part], null for the model's own
    private boolean tuned; // whether any of them is not null
    private MachineMemory[] memories = new MachineMemory[0]; // [windows of a part], of an adaptive detector

    /** Windows that wait. */
    int windows() {
        return windows;
    }

    boolean isEmpty() {
        return residents.isEmpty();
    }

    /** The state of a machine that has something here, else null. */
    MachineState stateOf(String machineId) {
        Resident resident = residents.get(machineId);
        return resident == null ? null : resident.state;
    }

    /**
     * Adds the window that the machine's last row completes.
     *
     * @param state with a full ring, in the model's layout
     * @return whether it was added: false when the window lacks a value that the model needs
     */
    boolean add(String machineId, MachineState state, ServingModel model, long timestamp, DataQuality quality) {
        Resident resident = residents.get(machineId);
        Preprocessing preprocessing = model.preprocessing();
        if (resident != null && resident.open != null) {
            copyNewest(state, 1 + preprocessing.lookbackRows());
            if (resident.open.extend(raw, preprocessing, timestamp, quality)) {
                extendShadow(resident.open, state, model, timestamp, quality);
                windows++;
                return true;
            }
            resident.open = null;
            return false;
        }
        Part part = parts.computeIfAbsent(model.scoredWith(), unseen -> new Part());
        Segment segment = part.add(machineId, state, model, null);
        copyNewest(state, model.ringRows());
        if (!segment.begin(raw, model.ringRows(), preprocessing, timestamp, quality)) {
            part.free.push(part.segments.remove(part.segments.size() - 1));
            return false;
        }
        if (model.shadow() != null) {
            segment.shadow(model.shadow().begin(machineId, state, timestamp, quality));
        }
        if (resident == null) {
            resident = new Resident(state, part);
            residents.put(machineId, resident);
        }
        resident.open = segment;
        windows++;
        return true;
    }

    private static void extendShadow(
            Segment segment, MachineState state, ServingModel model, long timestamp, DataQuality quality) {
        if (segment.isShadowed() && !model.shadow().extend(segment.shadow(), state, timestamp, quality)) {
            segment.endShadow();
        }
    }

    private void copyNewest(MachineState state, int rows) {
        int length = rows * state.ring().sensors();
        if (raw.length < length) {
            raw = new double[length];
        }
        state.ring().copyNewest(rows, raw);
    }

    /** The machine's last row made no window: its next window does not follow the last one. */
    void breakRun(String machineId) {
        Resident resident = residents.get(machineId);
        if (resident != null) {
            resident.open = null;
        }
    }

    /** Queues a mark behind the machine's windows; false when none waits, then the mark may go at once. */
    boolean queue(ScoredWindow mark) {
        Resident resident = residents.get(mark.machineId());
        if (resident == null) {
            return false;
        }
        resident.open = null;
        resident.part.add(mark.machineId(), resident.state, null, mark);
        return true;
    }

    /** Scores all windows, and is empty afterwards. */
    void flush(Receiver receiver) {
        if (residents.isEmpty()) {
            return;
        }
        parts.forEach((model, part) -> score(model, part, receiver));
        parts.keySet().removeIf(Bundle::isOver);
        residents.forEach((machineId, resident) -> receiver.handBack(machineId, resident.state));
        residents.clear();
        Arrays.fill(memories, null);
        Arrays.fill(outputs, null);
        windows = 0;
    }

    private static boolean isOver(ServingModel model) {
        if (model.isOneMachinesAlone()) {
            model.releaseScratch();
            return true;
        }
        return false;
    }

    /** Forgets the scratch memory of models that no longer serve; the bundle must be empty. */
    void forgetModels() {
        if (!isEmpty()) {
            throw new IllegalStateException(windows + " windows still wait for a model that is to be forgotten");
        }
        parts.clear();
    }

    private void score(ServingModel model, Part part, Receiver receiver) {
        WindowBatch batch = model.batch();
        gather(model, part);
        if (batch.windows() > 0) {
            long start = System.nanoTime();
            if (model.scorer() instanceof AdaptiveScorer adaptive) {
                adaptive.score(batch, memories, scores);
            } else if (tuned) {
                ((TunedScorer) model.scorer()).score(batch, outputs, scores);
            } else {
                model.scorer().score(batch, scores);
            }
            receiver.timed(batch.windows(), System.nanoTime() - start);
        }
        if (model.shadow() != null) {
            model.shadow().score();
        }
        int first = 0;
        int most = 4 * model.ringRows() * batch.features();
        for (Segment segment : part.segments) {
            if (segment.mark() != null) {
                if (segment.mark().kind().endsSeries()) {
                    segment.state().smoothed(Double.NaN);
                }
                receiver.scored(segment.mark());
            } else {
                emit(model, segment, first, receiver);
                first += segment.windows();
            }
            segment.release(most);
            part.free.push(segment);
        }
        part.segments.clear();
        if (model.shadow() != null) {
            model.shadow().clear();
        }
    }

    /** Copies the part's rows into the model's batch, and finds each window's memory where the detector has one. */
    private void gather(ServingModel model, Part part) {
        WindowBatch batch = model.batch();
        batch.clear();
        tuned = false;
        for (Segment segment : part.segments) {
            MachineState state = segment.state();
            if (segment.mark() == null) {
                state.scoredBy(segment.model().modelId(), segment.model().version());
                int first = batch.addSegment(segment.rows(), segment.count());
                if (model.artefact().detector() instanceof AdaptiveDetector adaptive) {
                    rememberFor(first, batch.windows(), state.memory(adaptive));
                }
                putThrough(segment.model().output(), first, batch.windows());
            } else if (segment.mark().kind() == ScoredWindow.Kind.SILENT) {
                state.forgetMemory(); // the machine was given up; windows after the mark are another life's
            }
        }
        if (scores.length < batch.windows()) {
            scores = new double[Math.max(batch.windows(), 2 * scores.length)];
        }
    }

    private void rememberFor(int first, int end, MachineMemory memory) {
        if (memories.length < end) {
            memories = Arrays.copyOf(memories, Math.max(end, 2 * memories.length));
        }
        Arrays.fill(memories, first, end, memory);
    }

    /** Windows {@code first … end − 1} have this output layer, which is null for the model's. */
    private void putThrough(DenseLayer output, int first, int end) {
        if (outputs.length < end) {
            outputs = Arrays.copyOf(outputs, Math.max(end, 2 * outputs.length));
        }
        Arrays.fill(outputs, first, end, output);
        tuned |= output != null;
    }

    private void emit(ServingModel model, Segment segment, int first, Receiver receiver) {
        MachineState state = segment.state();
        Smoothing smoothing = model.artefact().smoothing();
        Morphology morphology = model.artefact().morphology();
        String detector = model.artefact().detector().name();
        ServingModel serving = segment.model();
        Optional<LevelScale> scale = serving.scale(segment.machineId());
        double threshold = serving.threshold(segment.machineId(), scale);
        double criticalRatio = serving.criticalRatio(threshold, scale);
        double smoothed = state.smoothed();
        for (int n = 0; n < segment.windows(); n++) {
            boolean anew = Double.isNaN(smoothed);
            smoothed = smoothing.next(smoothed, scores[first + n]);
            boolean anomalous = smoothed / threshold > 1;
            if (segment.shadow() != null && n < segment.shadow().windows()) {
                model.shadow().compare(segment.shadow(), n, smoothed / threshold, anew, morphology);
            }
            receiver.scored(new ScoredWindow(
                    ScoredWindow.Kind.WINDOW,
                    segment.machineId(),
                    segment.timestamp(n),
                    smoothed,
                    threshold,
                    detector,
                    serving.modelId(),
                    serving.version(),
                    segment.quality(n),
                    morphology.minEventLength(),
                    morphology.mergeGap(),
                    morphology.dilation(),
                    criticalRatio,
                    anomalous ? explain(model, first + n, smoothed, threshold, scale) : null));
        }
        state.smoothed(smoothed);
    }

    private static Evidence explain(
            ServingModel model, int window, double score, double threshold, Optional<LevelScale> scale) {
        WindowBatch batch = model.batch();
        Explanation explanation = model.explainer()
                .explain(
                        model.scorer().explain(batch, window),
                        batch.rows(),
                        batch.start(window) * batch.features(),
                        score,
                        threshold);
        List<SensorShare> sensors = explanation.sensors();
        List<StepShare> steps = explanation.steps();
        return new Evidence(
                sensors.stream().map(SensorShare::sensor).toArray(String[]::new),
                sensors.stream().mapToDouble(SensorShare::contribution).toArray(),
                sensors.stream().mapToDouble(SensorShare::observed).toArray(),
                sensors.stream().mapToDouble(SensorShare::expected).toArray(),
                steps.stream().mapToInt(StepShare::stepsBeforeEnd).toArray(),
                steps.stream().mapToDouble(StepShare::share).toArray(),
                explanation.confidence(),
                explanation.reason(),
                levels(model.scorer(), window, score, scale));
    }

    private static ScoreLevels levels(WindowScorer scorer, int window, double score, Optional<LevelScale> scale) {
        double level = scale.map(found -> found.level(score)).orElse(Double.NaN);
        int members = scorer instanceof VotingScorer voting ? voting.voices() : 0;
        if (members == 0) {
            return scale.isEmpty() ? null : new ScoreLevels(level, new String[0], new double[0], new double[0]);
        }
        var voting = (VotingScorer) scorer;
        return new ScoreLevels(
                level,
                IntStream.range(0, members).mapToObj(voting::name).toArray(String[]::new),
                IntStream.range(0, members)
                        .mapToDouble(m -> voting.vote(m, window))
                        .toArray(),
                IntStream.range(0, members).mapToDouble(voting::weight).toArray());
    }
}
