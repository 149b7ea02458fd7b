package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.SECOND;

import io.millrace.job.operator.TinyModels.Recipe;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;

/** A task of its own for each test, and readings a second apart whose values depend on the second alone. */
abstract class TaskWithReadings {

    static final long START = 1_700_000_000_000L;

    static final Recipe MODEL = Recipe.plain();

    ScoringHarness task;

    @AfterEach
    void close() {
        if (task != null) {
            task.close();
        }
    }

    ScoringHarness start(ScoringSettings settings, Recipe... models) throws Exception {
        task = ScoringHarness.started(settings, null, models);
        return task;
    }

    void restartFrom(OperatorSubtaskState saved, ScoringSettings settings, Recipe... models) throws Exception {
        task.close();
        task = ScoringHarness.started(settings, saved, models);
    }

    /** Readings one second apart, from second {@code from} to {@code to} inclusive; the values depend on the second alone. */
    void readings(String machineId, int from, int to) throws Exception {
        for (int second = from; second <= to; second++) {
            task.reading(machineId, at(second), values(second));
        }
    }

    static double[] values(int second) {
        var random = new Random(second);
        return new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
    }

    static long at(int second) {
        return START + second * SECOND;
    }

    List<Long> takenSeconds() {
        return task.taken().stream()
                .map(w -> (w.timestampMillis() - START) / SECOND)
                .toList();
    }

    List<Double> takenScores() {
        return task.taken().stream().map(ScoredWindow::score).toList();
    }

    List<Double> scoresOf(Recipe model, int from, int to) throws Exception {
        restartFrom(null, Settings.bundles(1), model);
        readings("pump", from, to);
        return takenScores();
    }
}
