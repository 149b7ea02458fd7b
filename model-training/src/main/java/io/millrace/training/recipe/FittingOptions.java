package io.millrace.training.recipe;

import io.millrace.training.network.FitOptions;
import java.util.List;
import java.util.stream.Stream;

/** What can be set of how a network is fitted; the names are those of the LSTM autoencoder's own options. */
final class FittingOptions {

    private static final KindOption ANOMALY_WEIGHT = new KindOption(
            "anomaly-weight",
            "0",
            "how much an anomalous window counts in training beside a normal one, 0 to 10000; 0 lets both classes count the"
                    + " same altogether");

    private FittingOptions() {}

    /**
     * A kind's own options, and behind them those of its fit.
     *
     * @param usual what they are where nobody sets them
     * @param mostWindows the same of the windows that are learnt from
     */
    static List<KindOption> after(List<KindOption> own, FitOptions usual, int mostWindows) {
        return Stream.concat(
                        own.stream(),
                        Stream.of(
                                new KindOption(
                                        "epochs",
                                        Integer.toString(usual.epochs()),
                                        "most passes over the windows, 1 or more"),
                                new KindOption(
                                        "patience",
                                        Integer.toString(usual.patience()),
                                        "epochs without a better one, 1 or more"),
                                new KindOption(
                                        "batch",
                                        Integer.toString(usual.batchSize()),
                                        "windows per step of the optimiser, 1 or more"),
                                new KindOption(
                                        "learning-rate",
                                        Double.toString(usual.learningRate()),
                                        "Adam's step size, above 0 to 1"),
                                new KindOption(
                                        "windows",
                                        Integer.toString(mostWindows),
                                        "training windows at most, 1 or more")))
                .toList();
    }

    /** The same of a kind that learns from labels: how much they weigh, and what threshold they give, stands between. */
    static List<KindOption> afterLabelled(List<KindOption> own, FitOptions usual, int mostWindows) {
        return after(
                Stream.concat(
                                own.stream(),
                                Stream.of(ANOMALY_WEIGHT, LabelledThreshold.OPTION, LabelledThreshold.TARGET))
                        .toList(),
                usual,
                mostWindows);
    }

    static FitOptions of(KindSettings settings, FitOptions usual) {
        return usual.withEpochs(settings.whole("epochs", 1))
                .withPatience(settings.whole("patience", 1))
                .withBatchSize(settings.whole("batch", 1))
                .withLearningRate(settings.real("learning-rate", Double.MIN_VALUE, 1));
    }

    static double anomalyWeight(KindSettings settings) {
        return settings.real("anomaly-weight", 0, 10_000);
    }
}
