package io.millrace.detection.explain;

import java.util.SplittableRandom;

/**
 * Fits a linear model to the scores of masked windows: some players take the values of one healthy window, samples near the window to be
 * explained count more. As many players are masked as a uniform draw says, and which is drawn evenly.
 *
 * <p>A sample with a share p of players present has weight exp(−(1 − √p)² / 0.25²): the distance is that of the cosine between masks, the width
 * the one that LIME takes for it.
 *
 * <p>Reference: M. T. Ribeiro, S. Singh and C. Guestrin, "Why Should I Trust You? Explaining the Predictions of Any Classifier", KDD 2016.
 */
final class SurrogateFit {

    private static final double WIDTH = 0.25;

    private SurrogateFit() {}

    /** @param typical healthy window whose rows stand for what is masked, [ring rows][layout] */
    static Surrogate of(
            Questions questions, Players players, double[][] window, double[][] typical, int samples, long seed) {
        int count = players.count();
        int drawn = Math.max(samples, 4 * (count + 1));
        var random = new SplittableRandom(seed);
        var masks = new boolean[drawn][count];
        var order = new int[count];
        for (int n = 0; n < drawn; n++) {
            // the window itself and the healthy one are always there
            int present = n == 0 ? count : n == 1 ? 0 : random.nextInt(count + 1);
            choose(present, order, masks[n], random);
            double[] raw = Players.flat(typical);
            for (int player = 0; player < count; player++) {
                if (masks[n][player]) {
                    players.put(player, window, raw);
                }
            }
            questions.ask(raw);
        }
        double[] scores = questions.answers();
        var ridge = new WeightedRidge(count);
        for (int n = 0; n < drawn; n++) {
            ridge.add(masks[n], scores[n], weight(masks[n]));
        }
        WeightedRidge.Line line = ridge.solve();
        return surrogate(players, line, drawn);
    }

    /** Marks so many players, each set of them as likely as another. */
    private static void choose(int present, int[] order, boolean[] mask, SplittableRandom random) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = 0; i < present; i++) {
            int j = i + random.nextInt(order.length - i);
            int chosen = order[j];
            order[j] = order[i];
            mask[chosen] = true;
        }
    }

    private static double weight(boolean[] mask) {
        int present = 0;
        for (boolean one : mask) {
            present += one ? 1 : 0;
        }
        double distance = (1 - Math.sqrt((double) present / mask.length)) / WIDTH;
        return Math.exp(-distance * distance);
    }

    private static Surrogate surrogate(Players players, WeightedRidge.Line line, int samples) {
        var coefficients = new double[players.sensors()][players.segments()];
        var ofSensors = new double[players.sensors()];
        for (int player = 0; player < players.count(); player++) {
            double value = line.coefficients()[player];
            coefficients[players.sensorOf(player)][players.segmentOf(player)] = value;
            ofSensors[players.sensorOf(player)] += value;
        }
        return new Surrogate(
                players.names(),
                players.segmentList(),
                coefficients,
                ofSensors,
                line.intercept(),
                line.fidelity(),
                samples);
    }
}
