package io.millrace.training.recipe;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.network.WindowSet;
import io.millrace.training.pipeline.SyntheticRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a fit may know beside its rows.
 *
 * @param targets leading features of a row that are scored
 * @param heldBack newest share of the rows that the early detector does not see
 * @param seed of everything random
 * @param progress hears of epochs
 * @param labels of all rows, those held back included; empty where nobody knows
 * @param synthetic makes windows beside the recorded ones; empty for none
 * @param faults names of what is wrong, "" for nothing, in step with {@code labels}; empty where they have none
 */
record FitContext(
        int targets,
        double heldBack,
        long seed,
        TrainingProgress progress,
        Optional<RowLabels> labels,
        Optional<SyntheticRows> synthetic,
        Optional<List<String[]>> faults) {

    /**
     * @param kind who asks
     * @throws IllegalArgumentException where nobody knows
     */
    RowLabels requireLabels(String kind) {
        return labels.orElseThrow(
                () -> new IllegalArgumentException(
                        kind
                                + " learns from labelled rows: every series expects a label column, found one without; name the column with --label-field"));
    }

    /**
     * Windows to learn from, of kinds that look at an even sample of them.
     *
     * @param rows to sample from
     * @param most windows to sample at most
     */
    record Sample(TrainingRows rows, int most) {}

    /**
     * All rows, or an even sample of the windows in them and synthetic ones beside it.
     *
     * @param part the head of all rows that is learnt from, targets alone
     * @param most recorded windows at most
     */
    Sample sample(TrainingRows part, int steps, int most) {
        if (synthetic.isEmpty()) {
            return new Sample(part, most);
        }
        var windows = new ArrayList<>(part.sample(steps, most));
        windows.addAll(synthetic(part, steps, windows.size()));
        return new Sample(new TrainingRows(windows, part.features()), windows.size());
    }

    /**
     * Windows that were cut, and synthetic ones beside them.
     *
     * @param recorded cut from the part
     * @param part the head of all rows that is learnt from, targets alone
     */
    WindowSet augmented(WindowSet recorded, TrainingRows part) {
        return synthetic.isEmpty() ? recorded : recorded.with(synthetic(part, recorded.steps(), recorded.size()));
    }

    private List<float[]> synthetic(TrainingRows part, int steps, int recorded) {
        SyntheticRows maker = synthetic.orElseThrow();
        int[] known = IntStream.range(0, part.series().size()).map(part::rows).toArray();
        List<float[]> windows = maker.windows(known, steps, recorded, seed);
        return new TrainingRows(windows, maker.preprocessing().features())
                .leading(part.features())
                .series();
    }
}
