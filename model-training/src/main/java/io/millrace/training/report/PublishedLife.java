package io.millrace.training.report;

import java.util.List;

/**
 * A published error of remaining life on a test set of C-MAPSS.
 *
 * @param rmse root of the mean squared error in cycles
 * @param source where it stands
 */
record PublishedLife(String system, double rmse, String source) {

    private static final List<PublishedLife> FD001 = List.of(
            new PublishedLife(
                    "convolutional network",
                    18.45,
                    "G. Sateesh Babu, P. Zhao, X.-L. Li, DASFAA 2016: Deep Convolutional Neural Network Based Regression Approach for"
                            + " Estimation of Remaining Useful Life"),
            new PublishedLife(
                    "LSTM",
                    16.14,
                    "S. Zheng, K. Ristovski, A. Farahat, C. Gupta, ICPHM 2017: Long Short-Term Memory Network for Remaining Useful Life"
                            + " Estimation"),
            new PublishedLife(
                    "deep convolutional network",
                    12.61,
                    "X. Li, Q. Ding, J.-Q. Sun, Reliability Engineering and System Safety 172, 2018: Remaining Useful Life Estimation in"
                            + " Prognostics Using Deep Convolution Neural Networks"));

    /** What is known beside a table, none for most. */
    static List<PublishedLife> of(String table) {
        return table.startsWith("train_FD001.txt") ? FD001 : List.of();
    }
}
