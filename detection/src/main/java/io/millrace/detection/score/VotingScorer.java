package io.millrace.detection.score;

/**
 * A scorer whose score is put together from several voices with windows of their own length. Whoever may look back on whole windows can
 * then average each voice over its own windows before the voices are put together, which is sharper than averaging the result.
 */
public interface VotingScorer extends AdaptiveScorer {

    /** Number of voices. */
    int voices();

    /** Newest rows of a window that a voice looks at. */
    int steps(int voice);

    /** Name of a voice, with a number behind it where another one before has the same. */
    String name(int voice);

    /** Share of a voice in the score, in (0, 1]; the shares sum to 1. */
    double weight(int voice);

    /** What a voice said of window {@code n} of the batch scored last, ≥ 0. */
    double vote(int voice, int n);

    /**
     * Puts votes together as the score does.
     *
     * @param votes [voices]
     */
    double combine(double[] votes);
}
