package io.millrace.detection.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The period of a series as the TSB-AD benchmark finds it, which sets the window of the VUS metrics.
 *
 * <p>Reference: the benchmark's {@code find_length_rank}; Q. Liu and J. Paparrizos, "The Elephant in the Room: Towards A
 * Reliable Time-Series Anomaly Detection Benchmark", NeurIPS, 2024.
 */
public final class SeriesPeriod {

    /** What stands for the period of a series without a clear one, in rows. */
    public static final int FALLBACK = 125;

    private static final int ROWS_LOOKED_AT = 20_000;
    private static final int LAGS = 400;
    private static final int FIRST_LAG = 3; // shorter lags are noise, not periods
    private static final int MIN_OFFSET = 3; // both counted from FIRST_LAG
    private static final int MAX_OFFSET = 300;

    private SeriesPeriod() {}

    /**
     * The lag of the rank-th highest local maximum of the autocorrelation.
     *
     * <p>The first 20,000 rows and lags 3 to 400 are looked at. Rank 1 is the highest peak. Rank 2 is the highest of
     * the peaks at a longer lag than rank 1's, rank 3 continues from there; with no such peak the last one found
     * stands.
     *
     * @param series one sensor, in TSB-AD's protocol column 0; with a NaN in it there is no peak
     * @param rank 0 asks for no window at all and gives 1
     * @return rows, in 6 … 303, or {@value #FALLBACK} when there is no peak or it lies outside
     */
    public static int lengthByRank(double[] series, int rank) {
        if (rank < 0) {
            throw new IllegalArgumentException("rank " + rank + ": expected 0 or more, 1 for the main period");
        }
        if (rank == 0) {
            return 1;
        }
        double[] correlation = autocorrelation(series);
        // Later peaks first among equals: what remains is the order of a reversed ascending sort.
        List<Integer> peaks = new ArrayList<>(localMaxima(correlation));
        peaks.sort(Comparator.comparingDouble((Integer lag) -> correlation[lag])
                .thenComparing(Comparator.naturalOrder())
                .reversed());
        if (peaks.isEmpty()) {
            return FALLBACK;
        }
        int lag = peaks.get(0);
        int found = 1;
        for (int k = 1; k < peaks.size() && found < rank; k++) {
            if (peaks.get(k) > lag) {
                lag = peaks.get(k);
                found++;
            }
        }
        int offset = lag - FIRST_LAG;
        return offset < MIN_OFFSET || offset > MAX_OFFSET ? FALLBACK : lag;
    }

    /** Biased autocorrelation at lags 0 … 400, or as far as the series reaches. */
    private static double[] autocorrelation(double[] series) {
        int rows = Math.min(series.length, ROWS_LOOKED_AT);
        double mean = 0;
        for (int t = 0; t < rows; t++) {
            mean += series[t] / rows;
        }
        double[] centred = new double[rows];
        for (int t = 0; t < rows; t++) {
            centred[t] = series[t] - mean;
        }
        double[] correlation = new double[Math.min(LAGS + 1, rows)];
        for (int lag = 0; lag < correlation.length; lag++) {
            double sum = 0;
            for (int t = lag; t < rows; t++) {
                sum += centred[t] * centred[t - lag];
            }
            correlation[lag] = lag == 0 ? sum : sum / correlation[0];
        }
        if (rows > 0) {
            correlation[0] = 1;
        }
        return correlation;
    }

    /** Lags strictly higher than both neighbours; the ends of the range have only one and do not count. */
    private static List<Integer> localMaxima(double[] correlation) {
        List<Integer> lags = new ArrayList<>();
        for (int lag = FIRST_LAG + 1; lag + 1 < correlation.length; lag++) {
            if (correlation[lag] > correlation[lag - 1] && correlation[lag] > correlation[lag + 1]) {
                lags.add(lag);
            }
        }
        return lags;
    }
}
