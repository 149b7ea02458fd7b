package io.millrace.detection.detector;

/**
 * Judges a machine's scores against its own past ones: a machine that is always a little strange is no news, and a quiet one that stirs
 * is. The score becomes the distance of the recent mean from the long mean in standard deviations, 0 below; all three forget exponentially,
 * so the memory of a machine is four numbers.
 *
 * <p>Reference: S. Ahmad, A. Lavin, S. Purdy and Z. Agha, "Unsupervised Real-Time Anomaly Detection for Streaming Data", Neurocomputing 262,
 * 2017 (the anomaly likelihood; there over a sliding window).
 *
 * @param horizon windows that mean and deviation look back on, about, ≥ 2
 * @param recent windows that the recent mean looks back on, about, ≥ 1; 1 is the newest alone
 * @param warmUp windows of a machine before it can be judged, ≥ 2; its scores are 0 until then
 */
public record OwnPast(int horizon, int recent, int warmUp) {

    /** Deviations below are taken for this: votes of a machine that never stirs have none. */
    static final double LEAST_DEVIATION = 1e-3;

    public OwnPast {
        if (horizon < 2 || recent < 1 || warmUp < 2) {
            throw new IllegalArgumentException(
                    "a machine's past expects a horizon ≥ 2, recent windows ≥ 1 and a warm-up ≥ 2, found %d, %d, %d"
                            .formatted(horizon, recent, warmUp));
        }
    }

    /** What is remembered of one machine. Mutable, not thread-safe. */
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
        double deviation = Math.sqrt(Math.max(0, past.square - past.mean * past.mean));
        double judged = past.count < Math.min(warmUp, horizon)
                ? 0
                : Math.max(0, (past.recent - past.mean) / Math.max(deviation, LEAST_DEVIATION));
        past.count = Math.min(horizon, past.count + 1);
        past.mean += (score - past.mean) / past.count;
        past.square += (score * score - past.square) / past.count;
        return judged;
    }
}
