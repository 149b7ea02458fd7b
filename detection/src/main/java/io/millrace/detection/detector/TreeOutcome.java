package io.millrace.detection.detector;

import java.util.List;

/**
 * What trees predict of a window, and how that becomes a score from 0 (as it should be) to 1. The order of {@link Task} is part of the artefact.
 *
 * @param task what kind of answer it is
 * @param classes names of the answers in the order of the trees' classes; of a binary task no and yes; of a regression the quantity alone
 * @param normal index of the class that is as it should be; 0 unless the task is multi-class
 * @param horizon of a regression of remaining life the life, > 0, in the unit of the prediction, from which on a machine counts as new; else 1
 */
public record TreeOutcome(Task task, List<String> classes, int normal, double horizon) {

    /** Kinds of answers. */
    public enum Task {
        /** Yes or no; score = probability of yes. */
        BINARY,
        /** One of several classes; score = 1 − probability of the normal one. */
        MULTI_CLASS,
        /** Remaining life; score = share of the horizon that is used up, 1 − remaining / horizon, at least 0. */
        REMAINING_LIFE
    }

    public TreeOutcome {
        classes = List.copyOf(classes);
        boolean fits = switch (task) {
            case BINARY -> classes.size() == 2;
            case MULTI_CLASS -> classes.size() >= 2;
            case REMAINING_LIFE -> classes.size() == 1;
        };
        if (!fits) {
            throw new IllegalArgumentException("a " + task + " expects "
                    + (task == Task.BINARY ? "2 classes" : task == Task.MULTI_CLASS ? "2 classes or more" : "1 name")
                    + ", found " + classes);
        }
        if (normal < 0 || normal >= classes.size() || task == Task.BINARY && normal != 0) {
            throw new IllegalArgumentException(
                    "the normal class must be one of " + classes + ", found number " + normal);
        }
        if (!(horizon > 0) || !Double.isFinite(horizon)) {
            throw new IllegalArgumentException("the horizon must be finite and > 0, found " + horizon);
        }
    }

    public static TreeOutcome binary(String no, String yes) {
        return new TreeOutcome(Task.BINARY, List.of(no, yes), 0, 1);
    }

    public static TreeOutcome multiClass(List<String> classes, int normal) {
        return new TreeOutcome(Task.MULTI_CLASS, classes, normal, 1);
    }

    public static TreeOutcome remainingLife(String quantity, double horizon) {
        return new TreeOutcome(Task.REMAINING_LIFE, List.of(quantity), 0, horizon);
    }

    /** Outputs that the trees must have. */
    int outputs() {
        return task == Task.MULTI_CLASS ? classes.size() : 1;
    }

    /**
     * @param prediction of the trees, [outputs]
     * @return 0 or more; a remaining life below 0 scores above 1
     */
    public double score(double[] prediction) {
        return switch (task) {
            case BINARY -> prediction[0];
            case MULTI_CLASS -> 1 - prediction[normal];
            case REMAINING_LIFE -> Math.max(0, 1 - prediction[0] / horizon);
        };
    }

    /** Index of the likeliest class that is not the normal one. */
    int likeliestFault(double[] prediction) {
        int best = normal == 0 ? 1 : 0;
        for (int k = 0; k < prediction.length; k++) {
            if (k != normal && prediction[k] > prediction[best]) {
                best = k;
            }
        }
        return best;
    }

    /** The answer in words: the likeliest class, or the remaining life as a figure. */
    public String answer(double[] prediction) {
        return switch (task) {
            case BINARY -> classes.get(prediction[0] > 0.5 ? 1 : 0);
            case MULTI_CLASS -> {
                int fault = likeliestFault(prediction);
                yield classes.get(prediction[fault] > prediction[normal] ? fault : normal);
            }
            case REMAINING_LIFE -> Double.toString(prediction[0]);
        };
    }
}
