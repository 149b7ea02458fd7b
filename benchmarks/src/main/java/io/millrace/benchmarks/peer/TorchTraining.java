package io.millrace.benchmarks.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.millrace.detection.model.LstmAutoencoder;

/** Training in libtorch: its own automatic differentiation and its own Adam, on one thread. */
public final class TorchTraining implements AutoCloseable {

    private final Torch torch;
    private final NDList trained;
    private final NDList mean = new NDList();
    private final NDList square = new NDList();
    private int update;

    public TorchTraining(LstmAutoencoder first) {
        this.torch = new Torch(first);
        this.trained = torch.trained();
        for (NDArray parameter : trained) {
            parameter.setRequiresGradient(true);
            mean.add(parameter.zerosLike());
            square.add(parameter.zerosLike());
        }
    }

    /**
     * One update of Adam on the mean squared error.
     *
     * @param windows [count × steps × features]
     * @return the loss before it
     */
    public double trainBatch(float[] windows, int count) {
        try (NDManager once = torch.manager().newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray input = torch.windows(once, windows, count);
            NDArray loss =
                    torch.reconstruct(once, input, true).sub(input).square().mean();
            collector.backward(loss);
            update++;
            double rate = 1e-3 * Math.sqrt(1 - Math.pow(0.999, update)) / (1 - Math.pow(0.9, update));
            for (int n = 0; n < trained.size(); n++) {
                NDArray parameter = trained.get(n);
                parameter
                        .getNDArrayInternal()
                        .adamUpdate(
                                new NDList(parameter, parameter.getGradient(), mean.get(n), square.get(n)),
                                new NDList(parameter),
                                (float) rate,
                                (float) rate,
                                0f,
                                1f,
                                -1f,
                                0.9f,
                                0.999f,
                                1e-8f,
                                true,
                                false);
            }
            return loss.getFloat();
        }
    }

    @Override
    public void close() {
        torch.close();
    }
}
