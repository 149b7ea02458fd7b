package io.millrace.detection.detector;

/**
 * Judges a detector's scores of a machine against its own past ones: a machine that is always a little strange is no news, and a quiet one
 * that stirs is. The score becomes the distance of the recent mean from the long mean in standard deviations, 0 below; all three forget
 * exponentially, so the memory of a machine is four numbers.
 *
 * <p>Reference: S. Ahmad, A. Lavin, S. Purdy and Z. Agha, "Unsupervised Real-Time Anomaly Detection for Streaming Data", Neurocomputing 262,
 * 2017 (the anomaly likelihood; there over a sliding window).
 *
 * @param horizon windows that mean and deviation look back on, about, ≥ 2
 * @param recent windows that the recent mean looks back on, about, ≥ 1; 1 is the newest alone
 * @param warmUp windows of a machine before it can be judged, ≥ 2; its scores are 0 until then
 * @param leastDeviation deviations below are taken for this, in the scores' unit, > 0: the scores of a machine that never stirs have none
 * @param outlier deviations above the mean that a score counts for at most in what is remembered, > 0, infinite for no limit: one great
 *     fault must not make all later ones look small
 */
public record OwnPast(int horizon, int recent, int warmUp, double leastDeviation, double outlier) {

    public OwnPast {
        if (horizon < 2 || recent < 1 || warmUp < 2) {
            throw new IllegalArgumentException(
                    "a machine's past expects a horizon ≥ 2, recent windows ≥ 1 and a warm-up ≥ 2, found %d, %d, %d"
                            .formatted(horizon, recent, warmUp));
        }
        if (!(leastDeviation > 0 && Double.isFinite(leastDeviation) && outlier > 0)) {
            throw new IllegalArgumentException(
                    "a machine's past expects a least deviation and a limit of outliers > 0, found " + leastDeviation
                            + " and " + outlier);
        }
    }

    /** What is remembered of one detector's scores of one machine. Mutable, not thread-safe. */
    static final class Moments {

        static final int BYTES = 4 + 3 * 8;

        private int count; // windows seen, up to the horizon
        private double mean;
        private double square; // mean of the squares
        private double recent;

        Moments() {}

        Moments(int count, double mean, double square, double recent) {
            this.count = count;
            this.mean = mean;
            this.square = square;
            this.recent = recent;
        }

        Moments copy() {
            return new Moments(count, mean, square, recent);
        }

        int count() {
            return count;
        }

        double mean() {
            return mean;
        }

        double square() {
            return square;
        }

        double recent() {
            return recent;
        }
    }

    /** Judges a score by what came before it, then lets it count as past. */
    double judge(Moments past, double score) {
        past.recent = past.count == 0 ? score : past.recent + 2.0 / (recent + 1) * (score - past.recent);
        double deviation = Math.max(leastDeviation, Math.sqrt(Math.max(0, past.square - past.mean * past.mean)));
        boolean judges = past.count >= Math.min(warmUp, horizon);
        double judged = judges ? Math.max(0, (past.recent - past.mean) / deviation) : 0;
        double counted = judges ? Math.min(score, past.mean + outlier * deviation) : score;
        past.count = Math.min(horizon, past.count + 1);
        past.mean += (counted - past.mean) / past.count;
        past.square += (counted * counted - past.square) / past.count;
        return judged;
    }
}
