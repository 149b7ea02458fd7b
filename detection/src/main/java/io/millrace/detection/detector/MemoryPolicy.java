package io.millrace.detection.detector;

/**
 * What a detector remembers of a machine's own past.
 *
 * @param capacity windows at most; the oldest goes first; 0 remembers nothing
 * @param stride every how many windows one is remembered, ≥ 1
 * @param age windows that must have passed before a remembered one counts, ≥ 0: a fault must not be excused by its own first minutes
 */
public record MemoryPolicy(int capacity, int stride, int age) {

    public static final MemoryPolicy NONE = new MemoryPolicy(0, 1, 0);

    public MemoryPolicy {
        if (capacity < 0 || stride < 1 || age < 0) {
            throw new IllegalArgumentException("a memory expects capacity ≥ 0, stride ≥ 1 and age ≥ 0, found %d, %d, %d"
                    .formatted(capacity, stride, age));
        }
    }
}
