package io.millrace.training.recipe;

import io.millrace.training.network.FitOptions;

/** What can be set of how a network is fitted; the names are those of the LSTM autoencoder's own options. */
final class FittingOptions {

    /** Of kinds that learn from labels. */
    static final KindOption ANOMALY_WEIGHT = new KindOption(
            "anomaly-weight",
            "0",
            "how much an anomalous window counts in training beside a normal one, 0 to 10000; 0 lets both classes count the"
                    + " same altogether");

    private FittingOptions() {}

    static KindOption epochs(FitOptions usual) {
        return new KindOption("epochs", Integer.toString(usual.epochs()), "most passes over the windows, 1 or more");
    }

    static KindOption patience(FitOptions usual) {
        return new KindOption("patience", Integer.toString(usual.patience()), "epochs without a better one, 1 or more");
    }

    static KindOption batch(FitOptions usual) {
        return new KindOption(
                "batch", Integer.toString(usual.batchSize()), "windows per step of the optimiser, 1 or more");
    }

    static KindOption learningRate(FitOptions usual) {
        return new KindOption("learning-rate", Double.toString(usual.learningRate()), "Adam's step size, above 0 to 1");
    }

    static KindOption windows(int usual) {
        return new KindOption("windows", Integer.toString(usual), "training windows at most, 1 or more");
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
