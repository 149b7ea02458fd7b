package io.millrace.detection.score;

import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/**
 * A detector that goes on learning from each machine: a window's score depends on the window and on the memory of its machine.
 *
 * <p>The trained part is immutable and shared as every detector's; what is learned sits in a {@link MachineMemory} that the caller
 * keeps per machine. Without memories ({@link WindowScorer#score}) it scores by the trained part alone. A memory belongs to one model
 * version, since another one scales differently: after a swap a machine starts with {@link #newMemory()}.
 */
public interface AdaptiveDetector extends Detector {

    @Override
    AdaptiveScorer newScorer();

    /** Memory of a machine that has shown nothing yet. */
    MachineMemory newMemory();

    /**
     * A memory as {@link MachineMemory#toBytes} wrote it.
     *
     * @throws IllegalArgumentException when the bytes are not a memory of this detector
     */
    MachineMemory restoreMemory(byte[] bytes);

    /** Most bytes that {@link MachineMemory#toBytes} takes for one machine. */
    long memoryBytesPerMachine();

    /**
     * Scores every window of a batch as if it were the next one of one machine, whose memory stays as it is; for questions of the kind "what
     * if". Costs a copy of the memory per window unless the scorer is a {@link PeekingScorer}.
     *
     * @param scorer of this detector
     * @param scores receives one score per window, at least {@code batch.windows()} long
     */
    default void peek(AdaptiveScorer scorer, WindowBatch batch, MachineMemory memory, double[] scores) {
        if (scorer instanceof PeekingScorer peeking) {
            peeking.peek(batch, memory, scores);
            return;
        }
        byte[] bytes = memory.toBytes();
        var copies = new MachineMemory[batch.windows()];
        Arrays.setAll(copies, n -> restoreMemory(bytes));
        scorer.score(batch, copies, scores);
    }
}
