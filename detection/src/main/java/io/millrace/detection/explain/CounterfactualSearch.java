package io.millrace.detection.explain;

import io.millrace.detection.scale.Preprocessing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for the smallest change of one sensor that keeps a window normal: its rows are moved, all by the same share of the way, to what
 * the detector expected, and to a healthy course. The first of sixteen even shares that is enough is refined by bisection; a score that dips below
 * the threshold between two of them only is not found.
 */
final class CounterfactualSearch {

    private static final int SHARES = 16;
    private static final int HALVINGS = 12;

    private static final Comparator<Counterfactual> SMALLEST_FIRST = Comparator.comparing(Counterfactual::normal)
            .reversed()
            .thenComparingDouble(one -> one.normal() ? one.change() : one.score());

    private final Questions questions;
    private final Players players;
    private final Preprocessing preprocessing;
    private final double[][] window; // [ring rows][layout]
    private final double threshold;

    CounterfactualSearch(
            Questions questions, Players players, Preprocessing preprocessing, double[][] window, double threshold) {
        this.questions = questions;
        this.players = players;
        this.preprocessing = preprocessing;
        this.window = window;
        this.threshold = threshold;
    }

    /**
     * The better of both ways for each sensor, smallest change first.
     *
     * @param expected the window as the detector expected it, [ring rows][layout]
     * @param typical a healthy window, [ring rows][layout]
     */
    List<Counterfactual> search(double[][] expected, double[][] typical) {
        var found = new ArrayList<Counterfactual>();
        for (int sensor = 0; sensor < players.sensors(); sensor++) {
            Counterfactual toExpected = toward(sensor, expected, Counterfactual.Course.EXPECTED);
            Counterfactual toTypical = toward(sensor, typical, Counterfactual.Course.BACKGROUND);
            found.add(SMALLEST_FIRST.compare(toExpected, toTypical) <= 0 ? toExpected : toTypical);
        }
        found.sort(SMALLEST_FIRST);
        return found;
    }

    private Counterfactual toward(int sensor, double[][] target, Counterfactual.Course course) {
        int column = players.column(sensor);
        for (int n = 1; n <= SHARES; n++) {
            questions.ask(moved(column, target, (double) n / SHARES));
        }
        double[] scores = questions.answers();
        int lowest = 0;
        for (int n = 0; n < SHARES; n++) {
            if (isNormal(scores[n])) {
                return bisected(column, target, course, (double) n / SHARES, (n + 1.0) / SHARES, scores[n]);
            }
            lowest = scores[n] < scores[lowest] ? n : lowest;
        }
        return counterfactual(column, target, course, (lowest + 1.0) / SHARES, scores[lowest], false);
    }

    private Counterfactual bisected(
            int column, double[][] target, Counterfactual.Course course, double low, double high, double highScore) {
        double tooLittle = low;
        double enough = high;
        double score = highScore;
        for (int n = 0; n < HALVINGS; n++) {
            double middle = (tooLittle + enough) / 2;
            double there = questions.answer(moved(column, target, middle));
            if (isNormal(there)) {
                enough = middle;
                score = there;
            } else {
                tooLittle = middle;
            }
        }
        return counterfactual(column, target, course, enough, score, true);
    }

    private boolean isNormal(double score) {
        return !(score / threshold > 1);
    }

    private double[] moved(int column, double[][] target, double share) {
        double[] raw = Players.flat(window);
        int width = preprocessing.layout().size();
        for (int r = 0; r < window.length; r++) {
            raw[r * width + column] += share * (target[r][column] - window[r][column]);
        }
        return raw;
    }

    private Counterfactual counterfactual(
            int column, double[][] target, Counterfactual.Course course, double share, double score, boolean normal) {
        double squares = 0;
        int worst = 0;
        for (int r = 0; r < window.length; r++) {
            double change = Math.abs(target[r][column] - window[r][column]);
            worst = change > Math.abs(target[worst][column] - window[worst][column]) ? r : worst;
            double scaled = share * change / preprocessing.scaler().scale(column);
            squares += scaled * scaled;
        }
        double from = window[worst][column];
        return new Counterfactual(
                preprocessing.layout().sensor(column).name(),
                preprocessing.layout().sensor(column).unit(),
                normal,
                course,
                share,
                score,
                Math.sqrt(squares / window.length),
                window.length - 1 - worst,
                from,
                from + share * (target[worst][column] - from));
    }
}
