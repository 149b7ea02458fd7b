package io.millrace.training.pipeline;

/**
 * How the training rows of each series are divided, in time order: {@code fit | validation | calibration}. Never at random: neighbouring
 * windows share nearly all of their rows.
 *
 * @param calibration share of the rows, at the end, that the network never sees: the threshold rests on them; in (0, 0.9]
 * @param validation share of the other rows, at their end, that decide when fitting stops; in [0, 0.9]
 * @param maxWindows most windows to fit on, ≥ 1: with more rows than that takes, windows are cut at a wider stride
 */
public record SplitOptions(double calibration, double validation, int maxWindows) {

    public static final SplitOptions DEFAULT = new SplitOptions(0.2, 0.1, 4_000);

    public SplitOptions {
        if (!(calibration > 0 && calibration <= 0.9)) {
            throw new IllegalArgumentException("calibration share: expected above 0 to 0.9, found " + calibration);
        }
        if (!(validation >= 0 && validation <= 0.9)) {
            throw new IllegalArgumentException("validation share: expected 0 to 0.9, found " + validation);
        }
        if (maxWindows < 1) {
            throw new IllegalArgumentException("max windows: expected 1 or more, found " + maxWindows);
        }
    }

    public SplitOptions withCalibration(double value) {
        return new SplitOptions(value, validation, maxWindows);
    }

    public SplitOptions withValidation(double value) {
        return new SplitOptions(calibration, value, maxWindows);
    }

    public SplitOptions withMaxWindows(int value) {
        return new SplitOptions(calibration, validation, value);
    }
}
