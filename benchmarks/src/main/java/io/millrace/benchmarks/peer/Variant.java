package io.millrace.benchmarks.peer;

/** One way to reconstruct windows, loaded with a model. Used by one thread. */
public interface Variant extends AutoCloseable {

    /** {@code simd}, {@code scalar}, {@code dl4j}, {@code onnxruntime} or {@code libtorch}. */
    String name();

    /**
     * Makes a batch ready outside of what is measured.
     *
     * @param windows [count × steps × features]
     */
    Batch prepare(float[] windows, int count) throws Exception;

    @Override
    void close();

    /** A batch of windows in a variant's own form. */
    interface Batch extends AutoCloseable {

        /** The forward pass, from the variant's form to the reconstruction in an array: what is measured. */
        float[] reconstruct() throws Exception;

        @Override
        default void close() {}
    }
}
