package io.millrace.training.recipe;

import io.millrace.training.network.TrainingProgress;
import java.util.Optional;

/**
 * What a fit may know beside its rows.
 *
 * @param targets leading features of a row that are scored
 * @param heldBack newest share of the rows that the early detector does not see
 * @param seed of everything random
 * @param progress hears of epochs
 * @param labels of all rows, those held back included; empty where nobody knows
 */
record FitContext(int targets, double heldBack, long seed, TrainingProgress progress, Optional<RowLabels> labels) {

    /**
     * @param kind who asks
     * @throws IllegalArgumentException where nobody knows
     */
    RowLabels requireLabels(String kind) {
        return labels.orElseThrow(
                () -> new IllegalArgumentException(
                        kind
                                + " learns from labelled rows: every series expects a label column, found one without; name the column"));
    }
}
