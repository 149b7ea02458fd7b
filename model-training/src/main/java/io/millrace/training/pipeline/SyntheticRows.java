package io.millrace.training.pipeline;

import io.millrace.detection.scale.Preprocessing;
import io.millrace.training.augment.AugmentOptions;
import io.millrace.training.series.Series;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Synthetic windows as the rows that a detector learns from: made in raw values, then scaled and given their features as recorded ones are.
 *
 * @param options who makes them and how many
 * @param training raw series that training rows come from
 * @param preprocessing raw rows to feature rows
 */
public record SyntheticRows(AugmentOptions options, List<Series> training, Preprocessing preprocessing) {

    public SyntheticRows {
        training = List.copyOf(training);
    }

    /**
     * @param known feature rows at the head of each series that may be learnt from, [series]; what comes after them is not looked at
     * @param steps rows of a window
     * @param recorded windows that are learnt, which the synthetic ones are a share of
     * @param seed of everything random
     * @return [steps × features] each
     * @throws IllegalArgumentException if no series has so many known rows
     */
    public List<float[]> windows(int[] known, int steps, int recorded, long seed) {
        int lookback = preprocessing.lookbackRows();
        List<Series> heads = IntStream.range(0, known.length)
                .mapToObj(s -> training.get(s).head(known[s] + lookback))
                .toList();
        return options.generator().fit(heads, steps + lookback, seed).windows(options.count(recorded), seed).stream()
                .map(preprocessing::transform)
                .toList();
    }
}
