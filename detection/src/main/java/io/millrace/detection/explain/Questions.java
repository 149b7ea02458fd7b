package io.millrace.detection.explain;

import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Asks a detector for the scores of made-up windows, many at once, without teaching it anything. One per task, not thread-safe.
 *
 * <p>Windows are made of raw rows, so that differences and deviations, which are features of their own, follow from what a sensor is said to have
 * shown.
 */
final class Questions {

    private static final int AT_ONCE = 128;

    private final Preprocessing preprocessing;
    private final Detector detector;
    private final WindowScorer scorer;
    private final WindowBatch batch;
    private final float[] window; // [steps × features]
    private final double[] part = new double[AT_ONCE];
    private MachineMemory memory; // null for the trained part alone
    private double[] scores = new double[0];
    private int answered; // scores known of the questions since the last answer
    private long asked;

    Questions(Preprocessing preprocessing, Detector detector) {
        this.preprocessing = preprocessing;
        this.detector = detector;
        this.scorer = detector.newScorer();
        this.batch = new WindowBatch(detector.steps(), detector.features());
        this.window = new float[detector.steps() * detector.features()];
    }

    /** @param memory that windows are judged by, null for the trained part alone */
    void judgeBy(MachineMemory memory) {
        this.memory = memory;
    }

    int ringRows() {
        return detector.steps() + preprocessing.lookbackRows();
    }

    /** @param raw [ring rows × layout], row-major; copied */
    void ask(double[] raw) {
        preprocessing.transform(raw, ringRows(), window, 0);
        batch.addWindow(window);
        if (batch.windows() == AT_ONCE) {
            score();
        }
    }

    /** Scores of everything asked since the last call, in order. */
    double[] answers() {
        score();
        double[] all = Arrays.copyOf(scores, answered);
        answered = 0;
        return all;
    }

    double answer(double[] raw) {
        ask(raw);
        return answers()[0];
    }

    /** Windows scored so far. */
    long asked() {
        return asked;
    }

    private void score() {
        int windows = batch.windows();
        if (windows == 0) {
            return;
        }
        scoreBatch();
        if (scores.length < answered + windows) {
            scores = Arrays.copyOf(scores, Math.max(answered + windows, 2 * scores.length));
        }
        System.arraycopy(part, 0, scores, answered, windows);
        answered += windows;
        batch.clear();
    }

    /** Thousands of these make an explanation: whoever asked may have gone away meanwhile. */
    private void scoreBatch() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted after " + asked + " windows");
        }
        if (memory != null && detector instanceof AdaptiveDetector adaptive) {
            adaptive.peek((AdaptiveScorer) scorer, batch, memory, part);
        } else {
            scorer.score(batch, part);
        }
        asked += batch.windows();
    }

    /** Looks at one scored window while its scorer still knows it. */
    @FunctionalInterface
    interface Look<T> {
        T at(WindowScorer scorer, WindowBatch batch, double score);
    }

    /** @param raw [ring rows × layout], row-major */
    <T> T look(double[] raw, Look<T> look) {
        batch.clear();
        preprocessing.transform(raw, ringRows(), window, 0);
        batch.addWindow(window);
        scoreBatch();
        T seen = look.at(scorer, batch, part[0]);
        batch.clear();
        return seen;
    }
}
