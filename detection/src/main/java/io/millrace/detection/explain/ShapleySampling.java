package io.millrace.detection.explain;

import java.util.SplittableRandom;

/**
 * Shapley values of a window's score by sampling permutations. A walk begins with a window of the background and puts in one player after the
 * other until it is the window to be explained; what a player changes on its turn is its marginal contribution. Each permutation is walked
 * forwards and backwards, which halves the variance of what two players do together, and each background window is walked from equally
 * often. What a walk changes in all telescopes to the difference of its ends, so the values sum to the score difference whatever
 * the number of walks.
 *
 * <p>Cost: 2 · pairs · (players + 1) windows.
 *
 * <p>References: S. M. Lundberg and S.-I. Lee, "A Unified Approach to Interpreting Model Predictions", NeurIPS 2017 (the game: what is not in the
 * coalition shows the background); E. Štrumbelj and I. Kononenko, "Explaining Prediction Models and Individual Predictions with Feature
 * Contributions", Knowledge and Information Systems 41, 2014 (permutations and background rows drawn together); J. Castro, D. Gómez and J. Tejada,
 * "Polynomial Calculation of the Shapley Value Based on Sampling", Computers &amp; Operations Research 36, 2009; R. Mitchell, J. Cooper, E.
 * Frank and G. Holmes, "Sampling Permutations for Shapley Value Estimation", JMLR 23, 2022 (antithetic permutations).
 */
final class ShapleySampling {

    private final Questions questions;
    private final Players players;
    private final Sums cells;
    private final Sums sensors;
    private final Sums segments;

    private ShapleySampling(Questions questions, Players players) {
        this.questions = questions;
        this.players = players;
        this.cells = new Sums(players.count());
        this.sensors = new Sums(players.sensors());
        this.segments = new Sums(players.segments());
    }

    /** Sums and sums of squares of what each of some players did in each pair. */
    private static final class Sums {

        private final double[] sum;
        private final double[] square;

        Sums(int count) {
            this.sum = new double[count];
            this.square = new double[count];
        }

        void add(double[] ofPair) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += ofPair[i];
                square[i] += ofPair[i] * ofPair[i];
            }
        }

        double mean(int i, int pairs) {
            return sum[i] / pairs;
        }

        double error(int i, int pairs) {
            double mean = mean(i, pairs);
            return Math.sqrt(Math.max(0, square[i] / pairs - mean * mean) / (pairs - 1));
        }
    }

    static Attribution of(
            Questions questions, Players players, double[][] window, Background background, int pairs, long seed) {
        int backgrounds = background.windows().size();
        int walked = (pairs + backgrounds - 1) / backgrounds * backgrounds;
        var sampling = new ShapleySampling(questions, players);
        var random = new SplittableRandom(seed);
        double score = 0;
        double backgroundScore = 0;
        int[] order = identity(players.count());
        for (int p = 0; p < walked; p++) {
            shuffle(order, random);
            double[] ends = sampling.walk(order, window, background.windows().get(p % backgrounds));
            backgroundScore += ends[0];
            score = ends[1];
        }
        return sampling.attribution(score, backgroundScore / walked, walked, seed);
    }

    /** Walks a permutation both ways; returns the scores at both ends. */
    private double[] walk(int[] order, double[][] window, double[][] background) {
        int count = order.length;
        double[] raw = Players.flat(background);
        questions.ask(raw);
        for (int i = 0; i < count; i++) {
            players.put(order[i], window, raw);
            questions.ask(raw);
        }
        raw = Players.flat(background);
        questions.ask(raw);
        for (int i = count - 1; i >= 0; i--) {
            players.put(order[i], window, raw);
            questions.ask(raw);
        }
        double[] scores = questions.answers();
        var ofCells = new double[count];
        var ofSensors = new double[players.sensors()];
        var ofSegments = new double[players.segments()];
        for (int i = 0; i < count; i++) {
            int player = order[i];
            double forwards = scores[i + 1] - scores[i];
            int turn = count + 1 + count - i; // of the same player on the way back
            double part = (forwards + scores[turn] - scores[turn - 1]) / 2;
            ofCells[player] = part;
            ofSensors[players.sensorOf(player)] += part;
            ofSegments[players.segmentOf(player)] += part;
        }
        cells.add(ofCells);
        sensors.add(ofSensors);
        segments.add(ofSegments);
        return new double[] {scores[0], scores[count]};
    }

    private Attribution attribution(double score, double backgroundScore, int pairs, long seed) {
        int rows = players.sensors();
        int columns = players.segments();
        var values = new double[rows][columns];
        var errors = new double[rows][columns];
        for (int player = 0; player < players.count(); player++) {
            values[players.sensorOf(player)][players.segmentOf(player)] = cells.mean(player, pairs);
            errors[players.sensorOf(player)][players.segmentOf(player)] = cells.error(player, pairs);
        }
        return new Attribution(
                players.names(),
                players.segmentList(),
                values,
                errors,
                means(sensors, rows, pairs),
                errors(sensors, rows, pairs),
                means(segments, columns, pairs),
                errors(segments, columns, pairs),
                score,
                backgroundScore,
                pairs,
                seed);
    }

    private static double[] means(Sums sums, int count, int pairs) {
        var means = new double[count];
        for (int i = 0; i < count; i++) {
            means[i] = sums.mean(i, pairs);
        }
        return means;
    }

    private static double[] errors(Sums sums, int count, int pairs) {
        var errors = new double[count];
        for (int i = 0; i < count; i++) {
            errors[i] = sums.error(i, pairs);
        }
        return errors;
    }

    private static int[] identity(int count) {
        var order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        return order;
    }

    /** Fisher and Yates. */
    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
