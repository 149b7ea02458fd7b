package io.millrace.training.evaluate;

import io.millrace.detection.morphology.Run;
import io.millrace.detection.quality.NabProfile;
import io.millrace.detection.quality.NabScore;
import io.millrace.detection.quality.NabSeries;
import java.util.List;

/**
 * The Numenta score of alarms. The benchmark counts every detection outside its windows; an alert is opened once however long it lasts, so
 * an event is one detection, at the row in which it opens.
 */
final class NabAlarms {

    /** Multiples of the label-free threshold that the optimised figure chooses from: 2^(k/8) for k of −16 … 32. */
    private static final int LOWEST = -16;

    private static final int HIGHEST = 32;

    private NabAlarms() {}

    /** The label-free threshold stands. */
    static NabScore labelFree(List<SeriesEvaluation> series, AlarmRule rule, NabProfile profile) {
        return at(series, rule, profile, 1);
    }

    /** The best multiple of the label-free threshold, one for all series, as the benchmark's own figures are: the labels choose it. */
    static NabScore optimised(List<SeriesEvaluation> series, AlarmRule rule, NabProfile profile) {
        NabScore best = labelFree(series, rule, profile);
        for (int k = LOWEST; k <= HIGHEST; k++) {
            NabScore score = at(series, rule, profile, Math.pow(2, k / 8.0));
            best = score.normalised() > best.normalised() ? score : best;
        }
        return best;
    }

    private static NabScore at(List<SeriesEvaluation> series, AlarmRule rule, NabProfile profile, double factor) {
        List<NabSeries> corpus =
                series.stream().map(one -> detections(one, rule, factor)).toList();
        return NabScore.atFixedThreshold(corpus, profile, 0.5);
    }

    private static NabSeries detections(SeriesEvaluation one, AlarmRule rule, double factor) {
        var scores = new double[one.series().scored().length()];
        for (Run event : one.scores().events(factor * one.threshold(), rule.morphology())) {
            scores[event.start()] = 1;
        }
        return new NabSeries(one.series().name(), scores, one.series().truth());
    }
}
