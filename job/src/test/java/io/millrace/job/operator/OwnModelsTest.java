package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.ReleaseAction;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines' own models: held with their machines, and served while their base does. */
class OwnModelsTest {

    private static final Recipe BASE = Recipe.plain().version(2).smoothing(0.3);

    private final List<ScoringHarness> tasks = new ArrayList<>();
    private final Map<String, Long> clocks = new HashMap<>();
    private final Random random = new Random(4);
    private ScoringHarness task;

    @AfterEach
    void close() {
        tasks.forEach(ScoringHarness::close);
    }

    private ScoringHarness task(
            boolean rocksDb,
            OperatorSubtaskState state,
            Optional<OwnModelFolder> machines,
            int parallelism,
            int subtask,
            Recipe... models)
            throws Exception {
        var releases = new ArrayList<byte[]>();
        for (Recipe model : models) {
            releases.add(model.encodedRelease());
        }
        var harness = new ScoringHarness(Settings.bundles(7), releases, machines, parallelism, subtask);
        tasks.add(harness);
        if (rocksDb) {
            harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        }
        harness.begin(state);
        return harness;
    }

    private void start(Recipe... models) throws Exception {
        task = task(false, null, Optional.empty(), 1, 0, models);
    }

    /** Enough readings for a few windows; says which model scored the last of them, as id and version. */
    private String servedBy(String machineId) throws Exception {
        for (int i = 0; i <= TinyModels.STEPS; i++) {
            task.reading(machineId, clocks.merge(machineId, SECOND, Long::sum), values());
        }
        task.prepareSnapshotPreBarrier(0);
        List<ScoredWindow> all = task.taken();
        ScoredWindow last = all.get(all.size() - 1);
        assertThat(last.machineId()).isEqualTo(machineId);
        return last.modelId() + " " + last.modelVersion();
    }

    private double[] values() {
        return new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
    }

    private ModelStatus statusOf(ModelRelease release) throws Exception {
        int before = task.side(Outputs.MODEL_STATUS).size();
        task.model(release);
        List<ModelStatus> all = task.side(Outputs.MODEL_STATUS);
        assertThat(all).hasSize(before + 1);
        return all.get(before);
    }

    /** One machine has only the general model, one an output layer, one all layers; a checkpoint is restored in the middle. */
    @ParameterizedTest
    @CsvSource({"false, 1", "false, 2", "true, 3", "true, 4"})
    void scoresAreThoseOfTheBatchFormBitForBit(boolean rocksDb, long seed) throws Exception {
        List<String> machines = List.of("plain", "output", "all", "output-2");
        Map<String, ModelArtefact> models = new TreeMap<>(Map.of("plain", BASE.artefact()));
        task = task(rocksDb, null, Optional.empty(), 1, 0, BASE);
        for (String machineId : machines.subList(1, 4)) {
            ModelDelta delta = BASE.delta(machineId, 1, seed + machineId.hashCode(), machineId.equals("all"));
            models.put(machineId, delta.applyTo(BASE.artefact()));
            assertThat(statusOf(TinyModels.release(delta)).getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
        }
        var series = new TreeMap<String, List<double[]>>();
        var streamed = new TreeMap<String, List<Double>>();
        var order = new Random(seed);
        for (int n = 0; n < 400; n++) {
            String machineId = machines.get(order.nextInt(4));
            double[] row = values();
            series.computeIfAbsent(machineId, id -> new ArrayList<>()).add(row);
            task.reading(machineId, clocks.merge(machineId, SECOND, Long::sum), row);
            if (n % 150 == 149) {
                OperatorSubtaskState saved = task.checkpoint(n);
                collect(streamed, models);
                task = task(rocksDb, saved, Optional.empty(), 1, 0, BASE);
            }
        }
        task.prepareSnapshotPreBarrier(0);
        collect(streamed, models);

        models.forEach((machineId, model) -> {
            double[] expected = new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing())
                    .score(series.get(machineId).toArray(double[][]::new))
                    .smoothed();
            assertThat(streamed.get(machineId).stream().mapToDouble(Double::doubleValue))
                    .as(machineId)
                    .containsExactly(Arrays.stream(expected).boxed().toArray(Double[]::new));
        });
    }

    private void collect(Map<String, List<Double>> streamed, Map<String, ModelArtefact> models) {
        for (ScoredWindow window : task.taken()) {
            ModelArtefact model = models.get(window.machineId());
            assertThat(window.modelId()).isEqualTo(model.modelId());
            assertThat(window.threshold()).isEqualTo(model.thresholds().fallback());
            streamed.computeIfAbsent(window.machineId(), id -> new ArrayList<>())
                    .add(window.score());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aThousandDeltasAreHeldOnceEachAndMoveWithTheirMachines(boolean rocksDb) throws Exception {
        List<ScoringHarness> two = List.of(
                task(rocksDb, null, Optional.empty(), 2, 0, BASE), task(rocksDb, null, Optional.empty(), 2, 1, BASE));
        for (int m = 0; m < 1_000; m++) {
            two.get(subtask("machine-" + m, 2)).model(TinyModels.release(BASE.delta("machine-" + m, 1, m, false)));
        }

        assertThat(two.get(0).deltaEntries()).isPositive();
        assertThat(two.get(0).deltaEntries() + two.get(1).deltaEntries()).isEqualTo(1_000);

        OperatorSubtaskState all = AbstractStreamOperatorTestHarness.repackageState(
                two.get(0).checkpoint(1), two.get(1).checkpoint(1));
        var three = new ArrayList<ScoringHarness>();
        for (int subtask = 0; subtask < 3; subtask++) {
            OperatorSubtaskState own = AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    all, ScoringHarness.MAX_PARALLELISM, 2, 3, subtask);
            three.add(task(rocksDb, own, Optional.empty(), 3, subtask, BASE));
        }

        assertThat(three).allSatisfy(each -> assertThat(each.deltaEntries()).isPositive());
        assertThat(three.stream().mapToInt(ScoringHarness::deltaEntries).sum()).isEqualTo(1_000);
        for (int m = 0; m < 1_000; m += 37) {
            task = three.get(subtask("machine-" + m, 3));
            assertThat(servedBy("machine-" + m)).isEqualTo("tiny-machine-" + m + " 1");
        }
    }

    private static int subtask(String machineId, int parallelism) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                machineId, ScoringHarness.MAX_PARALLELISM, parallelism);
    }

    @Test
    void aNewBaseEndsTheDeltasOfTheOneBefore() throws Exception {
        start(BASE);
        task.model(TinyModels.release(BASE.delta("m-1", 1, 1, false)));
        task.model(TinyModels.release(BASE.delta("m-2", 1, 2, true)));
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
        int before = task.side(Outputs.MODEL_STATUS).size();

        task.model(BASE.version(3).seed(9).release());

        List<ModelStatus> news = task.side(Outputs.MODEL_STATUS).subList(before, before + 3);
        assertThat(news.get(0).getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
        assertThat(news.subList(1, 3)).allSatisfy(status -> {
            assertThat(status.getStatus()).isEqualTo(ModelStatusKind.RETIRED);
            assertThat(status.getReason())
                    .contains("fine-tuned from version 2 of model tiny, version 3 serves", "fine-tune it from that");
            assertThat(status.getServingVersion()).isNull();
        });
        assertThat(news.subList(1, 3).stream().map(ModelStatus::getModelId))
                .containsExactlyInAnyOrder("tiny-m-1", "tiny-m-2");
        assertThat(servedBy("m-1")).isEqualTo("tiny 3");
        assertThat(servedBy("m-2")).isEqualTo("tiny 3");
        assertThat(task.deltaEntries()).isZero();
        ModelStatus late = statusOf(TinyModels.release(BASE.delta("m-3", 1, 3, false)));
        assertThat(late.getStatus()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(late.getReason()).contains("version 3 serves");
    }

    @Test
    void aDeltaWaitsForItsBaseWhileTheOneBeforeServes() throws Exception {
        start(BASE);
        task.model(TinyModels.release(BASE.delta("m-1", 1, 1, false)));
        Recipe next = BASE.version(3).seed(9);

        ModelStatus waiting = statusOf(TinyModels.release(next.delta("m-1", 2, 5, false)));

        assertThat(waiting.getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
        assertThat(waiting.getReason()).contains("waits until version 3 of model tiny serves machine m-1");
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
        task = task(false, task.checkpoint(1), Optional.empty(), 1, 0, BASE);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
        task.model(next.release());
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 2");
    }

    @Test
    void aDeltaMayComeBeforeAnyModel() throws Exception {
        start();
        assertThat(statusOf(TinyModels.release(BASE.delta("m-1", 1, 1, false))).getStatus())
                .isEqualTo(ModelStatusKind.ACCEPTED);

        task.model(BASE.release());

        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
        assertThat(servedBy("m-2")).isEqualTo("tiny 2");
    }

    @Test
    void aDeltaOfAModelThatDoesNotServeItsMachineWaits() throws Exception {
        start(BASE);
        task.model(BASE.id("special").seed(3).release("m-*"));
        task.model(TinyModels.release(BASE.delta("m-1", 1, 1, false)));

        assertThat(servedBy("m-1")).isEqualTo("special 2");
        assertThat(task.deltaEntries()).isEqualTo(1);
    }

    @Test
    void aBadDeltaIsRefusedWithItsReasonAndTheGoodOneServesOn() throws Exception {
        start(BASE);
        ModelDelta good = BASE.delta("m-1", 2, 1, false);
        task.model(TinyModels.release(good));
        ModelRelease changed = TinyModels.release(BASE.delta("m-1", 3, 2, false));
        byte[] bytes = changed.getArtefact().array().clone();
        bytes[bytes.length - 1] ^= 1;
        changed.setArtefact(ByteBuffer.wrap(bytes));
        changed.setSha256(ArtefactCodec.sha256Hex(bytes));
        ModelRelease ofAnother = TinyModels.release(BASE.delta("m-2", 3, 2, false));
        ofAnother.setMachinePatterns(List.of("m-1"));

        assertRefused(changed, "was changed on its way");
        assertRefused(ofAnother, "is for machine m-1, its artefact is of machine m-2");
        assertRefused(TinyModels.release(BASE.delta("m-1", 1, 7, false)), "version 2 of model tiny-m-1 is held");
        assertRefused(TinyModels.release(BASE.delta("m-1", 2, 7, false)), "with other contents");
        assertRefused(
                TinyModels.release(BASE.seed(8).delta("m-1", 3, 2, false)),
                "fine-tuned from another training of model tiny version 2");
        assertRefused(TinyModels.release(narrow(good)), "layers do not fit");
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 2");
    }

    private void assertRefused(ModelRelease release, String reason) throws Exception {
        ModelStatus status = statusOf(release);
        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getReason()).contains(reason);
        assertThat(status.getServingVersion()).isEqualTo(release.getModelId().equals("tiny-m-1") ? 2L : null);
    }

    private static ModelDelta narrow(ModelDelta delta) {
        return new ModelDelta(
                delta.modelId(),
                9,
                0,
                delta.machineId(),
                delta.baseModelId(),
                delta.baseVersion(),
                delta.baseSha256(),
                Optional.empty(),
                new DenseLayer(TinyModels.HIDDEN, 1, new float[TinyModels.HIDDEN], new float[1]),
                1,
                "by hand",
                new TreeMap<>());
    }

    @Test
    void aDeltaOfADetectorThatIsNoAutoencoderIsRefused() throws Exception {
        Recipe learning = BASE.learning();
        start(learning);

        ModelStatus status = statusOf(TinyModels.release(learning.delta("m-1", 1, 1, false)));

        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getReason()).contains("needs an LSTM autoencoder for its base");
    }

    @Test
    void aDeltaThatComesAgainIsNoNews() throws Exception {
        start(BASE);
        task.model(TinyModels.release(BASE.delta("m-1", 1, 1, false)));
        int before = task.side(Outputs.MODEL_STATUS).size();

        task.model(TinyModels.release(BASE.delta("m-1", 1, 1, false)));

        assertThat(task.side(Outputs.MODEL_STATUS)).hasSize(before);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
    }

    private static ModelRelease action(ReleaseAction action, ModelDelta delta, long highest, long atMillis) {
        return ModelRelease.newBuilder(TinyModels.release(delta))
                .setAction(action)
                .setSupersedes(highest)
                .setReleasedAtMillis(atMillis)
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeltaIsRolledBackAndPromotedAsAGeneralModelIs(boolean rocksDb) throws Exception {
        ModelDelta first = BASE.delta("m-1", 1, 1, false);
        ModelDelta second = BASE.delta("m-1", 2, 2, false);
        task = task(rocksDb, null, Optional.empty(), 1, 0, BASE);
        task.model(TinyModels.release(first));
        task.model(TinyModels.release(second));
        ModelRelease rollback = action(ReleaseAction.ROLL_BACK, first, 2, 9_000);

        ModelStatus back = statusOf(rollback);

        assertThat(back.getStatus()).isEqualTo(ModelStatusKind.ROLLED_BACK);
        assertThat(back.getServingVersion()).isEqualTo(1);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
        task = task(rocksDb, task.checkpoint(1), Optional.empty(), 1, 0, BASE);
        assertThat(servedBy("m-1")).as("restored").isEqualTo("tiny-m-1 1");
        int before = task.side(Outputs.MODEL_STATUS).size();
        task.model(rollback);
        assertThat(task.side(Outputs.MODEL_STATUS)).as("delivered again").hasSize(before);
        assertStays(TinyModels.release(second), "to which version 2 was rolled back", "or promote it");
        assertStays(action(ReleaseAction.PROMOTE, second, 2, 8_999), "was made to serve later");
        assertStays(action(ReleaseAction.PROMOTE, first, 1, 9_001), "knows of versions up to 1");

        ModelStatus again = statusOf(action(ReleaseAction.PROMOTE, second, 2, 9_002));

        assertThat(again.getStatus()).isEqualTo(ModelStatusKind.PROMOTED);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 2");
        assertStays(rollback, 2, "was made to serve later");
        assertThat(statusOf(action(ReleaseAction.ROLL_BACK, second, 2, 9_003)).getReason())
                .contains("a rollback leads to a version below the highest");
    }

    private void assertStays(ModelRelease release, String... reasons) throws Exception {
        assertStays(release, 1, reasons);
    }

    private void assertStays(ModelRelease release, long version, String... reasons) throws Exception {
        ModelStatus status = statusOf(release);
        assertThat(status.getStatus()).as(status.toString()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getReason()).contains(reasons);
        assertThat(status.getServingVersion()).isEqualTo(version);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 " + version);
    }

    @Test
    void whatARollbackTakesBackDoesNotComeBackWithItsBase() throws Exception {
        start(BASE);
        ModelDelta first = BASE.delta("m-1", 1, 1, false);
        Recipe next = BASE.version(3).seed(9);
        task.model(TinyModels.release(first));
        task.model(TinyModels.release(next.delta("m-1", 2, 5, false))); // waits for version 3 of the base

        task.model(action(ReleaseAction.ROLL_BACK, first, 2, 9_000));
        task.model(next.release());

        assertThat(servedBy("m-1")).isEqualTo("tiny 3");
    }

    @Test
    void aRollbackToADeltaOfAnEarlierBaseIsRefused() throws Exception {
        start(BASE.version(3).seed(9));

        ModelStatus status = statusOf(action(ReleaseAction.ROLL_BACK, BASE.delta("m-1", 1, 1, false), 2, 9_000));

        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getReason()).contains("fine-tuned from version 2 of model tiny, version 3 serves");
    }

    @Test
    void aFolderDoesNotBringBackWhatWasRolledBack(@TempDir Path folder) throws Exception {
        ModelDelta first = BASE.delta("m-1", 1, 1, false);
        write(folder, BASE.delta("m-1", 2, 2, false));
        var machines = Optional.of(new OwnModelFolder(folder.toString()));
        task = task(false, null, machines, 1, 0, BASE);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 2");
        task.model(action(ReleaseAction.ROLL_BACK, first, 2, 9_000));

        task = task(false, task.checkpoint(1), machines, 1, 0, BASE);

        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
    }

    @Test
    void aDeletedRecordHandsTheMachineBackToTheGeneralModel() throws Exception {
        start(BASE);
        task.model(TinyModels.release(BASE.delta("m-1", 1, 1, false)));
        task.model(TinyModels.release(BASE.delta("m-2", 1, 2, false)));
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");

        ModelStatus status = statusOf(ReleaseKind.withdrawal("tiny-m-1"));
        task.model(ReleaseKind.withdrawal("never heard of"));

        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.RETIRED);
        assertThat(status.getReason()).contains("its record was deleted");
        assertThat(servedBy("m-1")).isEqualTo("tiny 2");
        assertThat(servedBy("m-2")).isEqualTo("tiny-m-2 1");
        task.model(TinyModels.release(BASE.delta("m-3", 1, 2, false)));
        assertThat(statusOf(ReleaseKind.withdrawal("tiny-m-3")).getStatus()).isEqualTo(ModelStatusKind.RETIRED);
        assertThat(task.deltaEntries()).isEqualTo(1);
    }

    @Test
    void aMachineThatWasSilentForLongComesBackToItsOwnModel() throws Exception {
        start(BASE);
        task.model(TinyModels.release(BASE.delta("m-1", 1, 1, false)));
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");

        task.watermark(3 * Settings.HOUR);

        assertThat(task.stateEntries()).isZero();
        clocks.put("m-1", 4 * Settings.HOUR);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
    }

    @Test
    void eachTaskReadsTheDeltasOfItsMachinesFromAFolder(@TempDir Path folder) throws Exception {
        for (int m = 0; m < 40; m++) {
            write(folder, BASE.delta("press/" + m + "*", 1, m, m % 2 == 0));
        }
        Files.writeString(folder.resolve("notes.txt"), "no delta");
        var machines = Optional.of(new OwnModelFolder(folder.toString()));

        ScoringHarness first = task(false, null, machines, 2, 0, BASE);
        ScoringHarness second = task(false, null, machines, 2, 1, BASE);

        assertThat(first.deltaEntries()).isBetween(1, 39);
        assertThat(first.deltaEntries() + second.deltaEntries()).isEqualTo(40);
        for (int m = 0; m < 4; m++) {
            String machineId = "press/" + m + "*";
            task = List.of(first, second).get(subtask(machineId, 2));
            assertThat(servedBy(machineId)).isEqualTo("tiny-" + machineId + " 1");
        }
    }

    @Test
    void aFolderThatReleasesHaveOvertakenIsPassedOver(@TempDir Path folder) throws Exception {
        write(folder, BASE.delta("m-1", 1, 1, false));
        write(folder, BASE.delta("m-2", 1, 1, false));
        var machines = Optional.of(new OwnModelFolder(folder.toString()));
        task = task(false, null, machines, 1, 0, BASE);
        task.model(TinyModels.release(BASE.delta("m-2", 2, 3, false)));
        task = task(false, task.checkpoint(1), machines, 1, 0, BASE);
        assertThat(servedBy("m-1")).isEqualTo("tiny-m-1 1");
        assertThat(servedBy("m-2")).isEqualTo("tiny-m-2 2");
        Recipe next = BASE.version(3).seed(9);

        task = task(false, task.checkpoint(2), machines, 1, 0, next);

        assertThat(servedBy("m-1")).isEqualTo("tiny 3");
        assertThat(task.side(Outputs.MODEL_STATUS).stream().map(ModelStatus::getStatus))
                .as("ended by the model given at start")
                .containsExactly(ModelStatusKind.RETIRED, ModelStatusKind.RETIRED);
    }

    @Test
    void aFolderWithABadDeltaDoesNotStart(@TempDir Path folder) throws Exception {
        write(folder, BASE.seed(8).delta("m-1", 1, 1, false));
        var machines = Optional.of(new OwnModelFolder(folder.toString()));

        assertThatThrownBy(() -> task(false, null, machines, 1, 0, BASE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("m-1.model given at start is refused")
                .hasMessageContaining("another training");
        Files.move(folder.resolve("m-1.model"), folder.resolve("m-2.model"));
        assertThatThrownBy(() -> task(false, null, machines, 1, 0, BASE)).hasMessageContaining("name it m-1.model");
    }

    private static void write(Path folder, ModelDelta delta) throws Exception {
        Files.write(folder.resolve(ModelDelta.fileName(delta.machineId())), ArtefactCodec.encode(delta));
    }

    @Test
    void wildcardsOfAMachineIdNameThatMachineAlone() throws Exception {
        start(BASE);
        task.model(BASE.id("starred").release(MachinePattern.of("m-*").glob()));
        task.model(TinyModels.release(BASE.delta("q-?", 1, 1, false)));

        assertThat(servedBy("m-*")).isEqualTo("starred 2");
        assertThat(servedBy("m-7")).isEqualTo("tiny 2");
        assertThat(servedBy("q-?")).isEqualTo("tiny-q-? 1");
        assertThat(servedBy("q-7")).isEqualTo("tiny 2");
    }
}
