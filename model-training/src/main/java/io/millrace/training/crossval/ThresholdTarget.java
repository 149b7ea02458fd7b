package io.millrace.training.crossval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What the threshold of a yes-or-no task is to reach, on rows that are not judged by.
 *
 * @param kind what is aimed at
 * @param least to be reached, in (0, 1]; not looked at by {@link Kind#HALF}
 */
public record ThresholdTarget(Kind kind, double least) {

    /** Aims. */
    public enum Kind {
        /** A probability of a half. */
        HALF,
        /** The highest recall at this precision or better. */
        PRECISION,
        /** The highest precision at this recall or better. */
        RECALL
    }

    public static final ThresholdTarget HALF = new ThresholdTarget(Kind.HALF, 1);

    public ThresholdTarget {
        if (!(least > 0 && least <= 1)) {
            throw new IllegalArgumentException("the target of a threshold must be above 0 to 1, found " + least);
        }
    }

    /**
     * The threshold, above which is yes. A precision that no threshold reaches gives the most precise one.
     *
     * @param probabilities of yes
     * @param yes the truth
     */
    double choose(double[] probabilities, boolean[] yes) {
        if (kind == Kind.HALF) {
            return 0.5;
        }
        Integer[] order = IntStream.range(0, yes.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(r -> -probabilities[r]));
        long positives = IntStream.range(0, yes.length).filter(r -> yes[r]).count();
        double best = 0.5;
        double bestMeets = -1;
        double bestElse = -1;
        int found = 0;
        for (int n = 0; n < order.length; n++) {
            found += yes[order[n]] ? 1 : 0;
            double here = probabilities[order[n]];
            double next = n + 1 < order.length ? probabilities[order[n + 1]] : 0;
            if (here == next || positives == 0) {
                continue; // no threshold parts the two
            }
            double precision = (double) found / (n + 1);
            double recall = (double) found / positives;
            double aim = kind == Kind.PRECISION ? precision : recall;
            double other = kind == Kind.PRECISION ? recall : precision;
            boolean meets = aim >= least;
            if (meets && other > bestMeets || bestMeets < 0 && !meets && aim > bestElse) {
                best = (here + next) / 2;
                bestMeets = meets ? other : bestMeets;
                bestElse = meets ? bestElse : aim;
            }
        }
        return best;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case HALF -> "a probability of 0.5";
            case PRECISION -> "a precision of " + least + " on a fifth of the training rows held back";
            case RECALL -> "a recall of " + least + " on a fifth of the training rows held back";
        };
    }
}
