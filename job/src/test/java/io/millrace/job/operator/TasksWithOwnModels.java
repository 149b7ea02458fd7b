package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.artefact.ModelDelta;
import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ReleaseAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.AfterEach;

/** Tasks whose machines may have models of their own. */
abstract class TasksWithOwnModels {

    static final Recipe BASE = Recipe.plain().version(2).smoothing(0.3);

    final List<ScoringHarness> tasks = new ArrayList<>();

    final Map<String, Long> clocks = new HashMap<>();

    final Random random = new Random(4);

    ScoringHarness task;

    ScoringHarness task(
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

    @AfterEach
    void close() {
        tasks.forEach(ScoringHarness::close);
    }

    void start(Recipe... models) throws Exception {
        task = task(false, null, Optional.empty(), 1, 0, models);
    }

    /** Enough readings for a few windows; says which model scored the last of them, as id and version. */
    String servedBy(String machineId) throws Exception {
        for (int i = 0; i <= TinyModels.STEPS; i++) {
            task.reading(machineId, clocks.merge(machineId, SECOND, Long::sum), values());
        }
        task.prepareSnapshotPreBarrier(0);
        List<ScoredWindow> all = task.taken();
        ScoredWindow last = all.get(all.size() - 1);
        assertThat(last.machineId()).isEqualTo(machineId);
        return last.modelId() + " " + last.modelVersion();
    }

    double[] values() {
        return new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
    }

    ModelStatus statusOf(ModelRelease release) throws Exception {
        int before = task.side(Outputs.MODEL_STATUS).size();
        task.model(release);
        List<ModelStatus> all = task.side(Outputs.MODEL_STATUS);
        assertThat(all).hasSize(before + 1);
        return all.get(before);
    }

    static ModelRelease action(ReleaseAction action, ModelDelta delta, long highest, long atMillis) {
        return ModelRelease.newBuilder(TinyModels.release(delta))
                .setAction(action)
                .setSupersedes(highest)
                .setReleasedAtMillis(atMillis)
                .build();
    }

    static int subtask(String machineId, int parallelism) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                machineId, ScoringHarness.MAX_PARALLELISM, parallelism);
    }
}
