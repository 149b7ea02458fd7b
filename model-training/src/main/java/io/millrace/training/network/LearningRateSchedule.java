package io.millrace.training.network;

/** How the optimiser's step size changes from epoch to epoch. */
public enum LearningRateSchedule {
    /** It does not. */
    CONSTANT {
        @Override
        double rate(double first, int epoch, int epochs) {
            return first;
        }
    },

    /**
     * Down to a hundredth along half a cosine.
     *
     * <p>Reference: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR, 2017 (without the restarts).
     */
    COSINE {
        @Override
        double rate(double first, int epoch, int epochs) {
            double last = first / 100;
            double done = epochs == 1 ? 0 : (epoch - 1) / (double) (epochs - 1);
            return last + (first - last) * (1 + Math.cos(Math.PI * done)) / 2;
        }
    };

    /**
     * @param first rate of epoch 1
     * @param epoch from 1
     * @param epochs the most there may be
     */
    abstract double rate(double first, int epoch, int epochs);
}
