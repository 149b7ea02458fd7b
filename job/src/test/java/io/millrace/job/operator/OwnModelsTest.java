package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines' own models: held with their machines, and served while their base does. */
class OwnModelsTest extends TasksWithOwnModels {

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
