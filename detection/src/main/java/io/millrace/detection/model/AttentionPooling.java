package io.millrace.detection.model;

/**
 * Self-attention over a sequence, averaged over its steps: each head compares every step with every other one, and what the steps say
 * is averaged by how much they are attended to.
 *
 * <p>With x[t] a step, per head h: a[t][s] = softmax over s of (x[t]·Q)·(x[s]·K)/√size, pooled = mean over t of Σ a[t][s]·(x[s]·V); the heads'
 * pooled vectors, one after the other, go through O. As Deeplearning4j's {@code SelfAttentionLayer} followed by an average over the steps.
 *
 * <p>Reference: A. Vaswani et al., "Attention Is All You Need", NeurIPS 2017; Z. Lin et al., "A Structured Self-Attentive Sentence
 * Embedding", ICLR 2017.
 *
 * @param inputs width of a step
 * @param heads number of heads
 * @param size width of a head
 * @param outputs width of the pooled vector
 * @param queries Q of all heads, [heads × inputs × size], row-major
 * @param keys K, [heads × inputs × size]
 * @param values V, [heads × inputs × size]
 * @param output O, [heads·size × outputs]
 */
public record AttentionPooling(
        int inputs, int heads, int size, int outputs, float[] queries, float[] keys, float[] values, float[] output) {

    public AttentionPooling {
        LstmLayer.requirePositive("inputs", inputs);
        LstmLayer.requirePositive("heads", heads);
        LstmLayer.requirePositive("head size", size);
        LstmLayer.requirePositive("outputs", outputs);
        LstmLayer.requireLength("attention queries", queries, (long) heads * inputs * size);
        LstmLayer.requireLength("attention keys", keys, (long) heads * inputs * size);
        LstmLayer.requireLength("attention values", values, (long) heads * inputs * size);
        LstmLayer.requireLength("attention output", output, (long) heads * size * outputs);
    }
}
