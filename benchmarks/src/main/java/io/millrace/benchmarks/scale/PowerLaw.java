package io.millrace.benchmarks.scale;

/**
 * y = factor · x^exponent, fitted by least squares on logarithms: how cost grows along an axis.
 *
 * @param exponent 0 when cost does not grow, 1 when it grows in proportion
 * @param determination R², the share of the variance that the fit explains; 1 when there is none
 */
record PowerLaw(double factor, double exponent, double determination) {

    /**
     * @param x positive, at least two different ones
     * @param y positive
     */
    static PowerLaw fit(double[] x, double[] y) {
        int n = x.length;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += Math.log(x[i]) / n;
            meanY += Math.log(y[i]) / n;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double dx = Math.log(x[i]) - meanX;
            double dy = Math.log(y[i]) - meanY;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        if (n < 2 || xx == 0) {
            throw new IllegalArgumentException("growth needs at least two different sizes, found " + n);
        }
        double exponent = xy / xx;
        return new PowerLaw(Math.exp(meanY - exponent * meanX), exponent, yy == 0 ? 1 : xy * xy / (xx * yy));
    }
}
