package io.millrace.detection.score;

import io.millrace.detection.window.WindowBatch;

/** A scorer that can say exactly, from its own structure, what each feature adds to a number behind its score, as TreeSHAP does. */
public interface SelfAttributingScorer extends WindowScorer {

    /** What each feature of window {@code n} of the batch scored last adds. Valid until the next batch is scored. */
    SelfAttribution attribute(WindowBatch batch, int n);
}
