package io.millrace.detection.quality;

import java.time.Duration;

/**
 * False alarms against the time watched: what an operator of many machines has to live with.
 *
 * @param count predicted events that overlap no true event
 * @param watched machine time observed, summed over machines, not negative
 */
public record FalseAlarms(long count, Duration watched) {

    public static final FalseAlarms NONE = new FalseAlarms(0, Duration.ZERO);

    private static final double SECONDS_PER_DAY = 86_400;

    public FalseAlarms {
        if (count < 0 || watched.isNegative()) {
            throw new IllegalArgumentException(
                    count + " false alarms in " + watched + ": expected a count and a time of at least 0");
        }
    }

    /**
     * @param rows of the series
     * @param readingInterval time between two rows
     */
    public static FalseAlarms of(EventMatching matching, int rows, Duration readingInterval) {
        return new FalseAlarms(matching.falseAlarms().size(), readingInterval.multipliedBy(rows));
    }

    /** Two series together. */
    public FalseAlarms plus(FalseAlarms other) {
        return new FalseAlarms(count + other.count, watched.plus(other.watched));
    }

    /** False alarms per machine and day; {@code NaN} if no time was watched. */
    public double perMachineDay() {
        double days = (watched.toSeconds() + watched.toNanosPart() / 1e9) / SECONDS_PER_DAY;
        return PrecisionRecall.ratio(count, days, Double.NaN);
    }
}
