package io.millrace.training.recipe;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.training.network.WindowSet;

/**
 * What an autoencoder is fitted on.
 *
 * @param learnt windows to learn from, synthetic ones among them where they are asked for
 * @param stopping newer windows, which decide when to stop
 */
record AutoencoderWindows(WindowSet learnt, WindowSet stopping) {

    private static final int FEWEST_STOPPING = 32;
    private static final int LEARNT_OF_STOPPING = 8;

    /**
     * Of the rows that are not held back, targets alone.
     *
     * @param steps window length
     * @param validation newest share of these rows that decides when to stop; they are learnt from, too, where the others hold no window
     * @param most windows to learn from at most: with more rows, windows are cut at a wider stride
     */
    static AutoencoderWindows of(TrainingRows rows, FitContext context, int steps, double validation, int most) {
        TrainingRows seen = rows.head(1 - context.heldBack()).leading(context.targets());
        TrainingRows first = seen.head(1 - validation);
        TrainingRows part = first.windows(steps) > 0 ? first : seen;
        return new AutoencoderWindows(
                context.augmented(cut(part, steps, most), part),
                cut(seen.tail(1 - validation, steps - 1), steps, Math.max(FEWEST_STOPPING, most / LEARNT_OF_STOPPING)));
    }

    private static WindowSet cut(TrainingRows rows, int steps, int most) {
        int stride = (int) Math.max(1, (rows.windows(steps) + most - 1) / most);
        return WindowSet.of(rows.series(), steps, rows.features(), stride);
    }
}
