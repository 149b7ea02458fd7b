package io.millrace.detection.score;

/**
 * What an {@link AdaptiveDetector} has learned from one machine: keyed state of the job. Mutable on purpose, one per machine and model
 * version, not thread-safe. Bounded by the detector's settings, a function of the machine's own windows in their order.
 */
public interface MachineMemory {

    /**
     * The memory as a checkpoint holds it; {@link AdaptiveDetector#restoreMemory} makes it again. The format carries its version.
     *
     * <p>Changes with every window, if only by a counter: an owner that keeps bytes must write them back after each bundle.
     */
    byte[] toBytes();
}
