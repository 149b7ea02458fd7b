package io.millrace.benchmarks.peer;

import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.training.network.Dl4jNetwork;

/** Deeplearning4j's {@code output()}. */
public final class Dl4jVariant implements Variant {

    private final Dl4jNetwork network;

    public Dl4jVariant(LstmAutoencoder model) {
        this.network = Dl4jNetwork.of(model, 1e-3);
    }

    @Override
    public String name() {
        return "dl4j";
    }

    @Override
    public Batch prepare(float[] windows, int count) {
        return () -> network.output(windows, count);
    }

    @Override
    public void close() {
        network.close();
    }
}
