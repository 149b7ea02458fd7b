package io.millrace.detection.score;

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
}
