package io.millrace.benchmarks.peer;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.millrace.detection.model.Activation;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;

/** The autoencoder in libtorch's operators. Its LSTM gates are in the order i, f, g, o; its second bias is zero. */
final class Torch implements AutoCloseable {

    /** Our gates are g, f, o, i. */
    private static final int[] GATES = {3, 1, 0, 2};

    private final NDManager manager;
    private final LstmAutoencoder shape;

    /** In the order encoder [W, R, b, 0], decoder [W, R, b, 0], output [V, b]. */
    final NDList parameters = new NDList();

    Torch(LstmAutoencoder model) {
        if (model.activation() != Activation.TANH) {
            throw new IllegalArgumentException("libtorch's LSTM knows tanh alone, the model has " + model.activation());
        }
        this.shape = model;
        this.manager = engine().newBaseManager();
        add(model.encoder());
        add(model.decoder());
        parameters.add(manager.create(
                model.output().weights(), new Shape(model.decoder().hidden(), model.features())));
        parameters.add(manager.create(model.output().bias()));
    }

    /** One thread per caller, as every other runtime here; libtorch must never look for natives on the network. */
    private static Engine engine() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException | LinkageError missing) {
            throw new IllegalStateException(
                    "libtorch cannot be loaded on this system: " + missing.getMessage(), missing);
        }
    }

    private void add(LstmLayer layer) {
        int hidden = layer.hidden();
        parameters.add(transposed(layer.input(), layer.inputs(), hidden));
        parameters.add(transposed(layer.recurrent(), hidden, hidden));
        var bias = new float[4 * hidden];
        for (int gate = 0; gate < 4; gate++) {
            System.arraycopy(layer.bias(), GATES[gate] * hidden, bias, gate * hidden, hidden);
        }
        parameters.add(manager.create(bias));
        parameters.add(manager.zeros(new Shape(4L * hidden)));
    }

    private NDArray transposed(float[] weights, int inputs, int hidden) {
        var result = new float[weights.length];
        for (int gate = 0; gate < 4; gate++) {
            for (int unit = 0; unit < hidden; unit++) {
                for (int k = 0; k < inputs; k++) {
                    result[(gate * hidden + unit) * inputs + k] = weights[k * 4 * hidden + GATES[gate] * hidden + unit];
                }
            }
        }
        return manager.create(result, new Shape(4L * hidden, inputs));
    }

    /** All parameters but the second biases of the layers, which stay zero: two that move in step would be one that moves twice as far. */
    NDList trained() {
        var trained = new NDList(parameters);
        trained.remove(7);
        trained.remove(3);
        return trained;
    }

    NDManager manager() {
        return manager;
    }

    NDArray windows(NDManager owner, float[] windows, int count) {
        return owner.create(windows, new Shape(count, shape.steps(), shape.features()));
    }

    /** From [windows × steps × features] to the same shape. */
    NDArray reconstruct(NDManager owner, NDArray windows, boolean training) {
        long count = windows.getShape().get(0);
        NDList encoded = lstm(owner, windows, shape.encoder().hidden(), 0, training);
        NDArray code = encoded.get(1).transpose(1, 0, 2);
        NDArray repeated =
                code.broadcast(new Shape(count, shape.steps(), shape.encoder().hidden()));
        NDArray decoded =
                lstm(owner, repeated, shape.decoder().hidden(), 4, training).get(0);
        return decoded.matMul(parameters.get(8)).add(parameters.get(9));
    }

    private NDList lstm(NDManager owner, NDArray input, int hidden, int first, boolean training) {
        Shape state = new Shape(1, input.getShape().get(0), hidden);
        var states = new NDList(owner.zeros(state), owner.zeros(state));
        var weights = new NDList(parameters.subList(first, first + 4));
        return input.getNDArrayInternal().lstm(input, states, weights, true, 1, 0, training, false, true);
    }

    @Override
    public void close() {
        manager.close();
    }
}
