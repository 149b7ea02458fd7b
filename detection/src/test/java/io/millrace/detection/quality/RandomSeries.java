package io.millrace.detection.quality;

import java.util.Random;

/** Series for property tests: a few events, scores that notice some of them, ties when {@code levels} is small. */
record RandomSeries(double[] scores, boolean[] labels) {

    static RandomSeries of(long seed, int rows, int levels) {
        Random random = new Random(seed);
        boolean[] labels = new boolean[rows];
        double[] scores = new double[rows];
        int remaining = 0;
        for (int row = 0; row < rows; row++) {
            if (remaining == 0 && random.nextInt(20) == 0) {
                remaining = 1 + random.nextInt(8);
            }
            labels[row] = remaining > 0;
            remaining = Math.max(0, remaining - 1);
            double score = random.nextGaussian() + (labels[row] ? 1 : 0);
            scores[row] = levels == 0 ? score : Math.round(score * levels);
        }
        labels[random.nextInt(rows)] = true;
        return new RandomSeries(scores, labels);
    }
}
