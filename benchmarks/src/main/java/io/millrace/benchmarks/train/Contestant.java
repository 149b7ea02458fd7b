package io.millrace.benchmarks.train;

import io.millrace.benchmarks.SampleModels;
import io.millrace.benchmarks.peer.TorchTraining;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.simd.training.LstmAutoencoderTrainer;
import io.millrace.detection.simd.training.TrainerOptions;
import io.millrace.training.network.Dl4jNetwork;

/** A trainer of the same network from the same weights. */
interface Contestant extends AutoCloseable {

    /** One update on [{@code count} × steps × features]; returns the loss before it. */
    double trainBatch(float[] windows, int count);

    @Override
    void close();

    /** By name: {@code fast}, {@code fast-2-threads}, {@code dl4j}, {@code libtorch}. */
    static Contestant of(String name, LstmAutoencoder first) {
        return switch (name) {
            case "fast" -> fast(first, 1);
            case "fast-2-threads" -> fast(first, 2);
            case "dl4j" -> dl4j(first);
            case "libtorch" -> libtorch(first);
            default -> throw new IllegalArgumentException("no trainer is called " + name);
        };
    }

    private static Contestant fast(LstmAutoencoder first, int threads) {
        var trainer = LstmAutoencoderTrainer.from(
                first, TrainerOptions.defaults(SampleModels.SEED).withThreads(threads));
        return new Contestant() {
            @Override
            public double trainBatch(float[] windows, int count) {
                return trainer.trainBatch(windows, count);
            }

            @Override
            public void close() {
                trainer.close();
            }
        };
    }

    private static Contestant dl4j(LstmAutoencoder first) {
        Dl4jNetwork network = Dl4jNetwork.of(first, 1e-3);
        return new Contestant() {
            @Override
            public double trainBatch(float[] windows, int count) {
                return network.trainBatch(windows, count);
            }

            @Override
            public void close() {
                network.close();
            }
        };
    }

    private static Contestant libtorch(LstmAutoencoder first) {
        var training = new TorchTraining(first);
        return new Contestant() {
            @Override
            public double trainBatch(float[] windows, int count) {
                return training.trainBatch(windows, count);
            }

            @Override
            public void close() {
                training.close();
            }
        };
    }
}
