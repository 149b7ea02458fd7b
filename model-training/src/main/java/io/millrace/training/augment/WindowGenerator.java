package io.millrace.training.augment;

import java.util.List;

/** Makes windows of normal operation that nobody recorded. Immutable unless it says otherwise. */
public interface WindowGenerator {

    /**
     * The same seed gives the same windows.
     *
     * @param count how many, ≥ 0
     * @return raw values inside each sensor's recorded range, [rows][sensors] each
     */
    List<double[][]> windows(int count, long seed);
}
