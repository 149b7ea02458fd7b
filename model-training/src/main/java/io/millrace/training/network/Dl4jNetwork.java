package io.millrace.training.network;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The LSTM autoencoder as Deeplearning4j has it: {@code LSTM → last step → repeated over the steps → LSTM → dense}, squared error, Adam.
 *
 * <p>Deeplearning4j's loss sums over the steps and averages over windows and features: it is {@code steps} times the mean squared error per
 * step and feature. Its gradient is summed over the windows too, until the updater divides by their number. Its LSTM weights
 * are [inputs × 4·hidden] with gate blocks g, f, o, i, as ours. Not thread-safe.
 */
public final class Dl4jNetwork implements AutoCloseable {

    private static final String INPUT = "windows";
    private static final String ENCODER = "encoder";
    private static final String CODE = "code";
    private static final String REPEATED = "repeated-code";
    private static final String DECODER = "decoder";
    private static final String OUTPUT = "output";

    private final ComputationGraph graph;
    private final int steps;
    private final int features;

    private Dl4jNetwork(ComputationGraph graph, int steps) {
        this.graph = graph;
        this.steps = steps;
        this.features = (int) graph.getLayer(ENCODER).getParam("W").size(0);
    }

    /** The network with these weights, ready to be trained with Adam at this learning rate. */
    public static Dl4jNetwork of(LstmAutoencoder weights, double learningRate) {
        return of(weights, learningRate, Double.POSITIVE_INFINITY);
    }

    /** @param clipNorm longest gradient of a layer, of the mean squared error per step and feature; infinite for no clipping */
    static Dl4jNetwork of(LstmAutoencoder weights, double learningRate, double clipNorm) {
        var graph = new ComputationGraph(configuration(weights, learningRate, clipNorm));
        graph.init();
        var network = new Dl4jNetwork(graph, weights.steps());
        network.put(weights);
        return network;
    }

    /**
     * A network saved by {@link #save}.
     *
     * @param steps window length, which the file does not hold
     */
    public static Dl4jNetwork read(Path file, int steps) throws IOException {
        return new Dl4jNetwork(ModelSerializer.restoreComputationGraph(file.toFile(), true), steps);
    }

    private static ComputationGraphConfiguration configuration(
            LstmAutoencoder shape, double learningRate, double clipNorm) {
        int encoded = shape.encoder().hidden();
        int decoded = shape.decoder().hidden();
        return new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(new Adam(learningRate))
                .gradientNormalization(
                        clipNorm == Double.POSITIVE_INFINITY
                                ? GradientNormalization.None
                                : GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(shape.steps() * clipNorm) // its loss is the sum over the steps
                .graphBuilder()
                .addInputs(INPUT)
                .addLayer(ENCODER, lstm(shape.features(), encoded, shape.activation()), INPUT)
                .addVertex(CODE, new LastTimeStepVertex(INPUT), ENCODER)
                .addVertex(REPEATED, new DuplicateToTimeSeriesVertex(INPUT), CODE)
                .addLayer(DECODER, lstm(encoded, decoded, shape.activation()), REPEATED)
                .addLayer(
                        OUTPUT,
                        new RnnOutputLayer.Builder(LossFunction.MSE)
                                .nIn(decoded)
                                .nOut(shape.features())
                                .dataFormat(RNNFormat.NCW)
                                .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
                                .build(),
                        DECODER)
                .setOutputs(OUTPUT)
                .build();
    }

    private static LSTM lstm(int inputs, int hidden, Activation activation) {
        return new LSTM.Builder()
                .nIn(inputs)
                .nOut(hidden)
                .dataFormat(RNNFormat.NCW)
                .activation(
                        activation == Activation.TANH
                                ? org.nd4j.linalg.activations.Activation.TANH
                                : org.nd4j.linalg.activations.Activation.RELU)
                .gateActivationFunction(org.nd4j.linalg.activations.Activation.SIGMOID)
                .build();
    }

    /** A copy of the weights. */
    public LstmAutoencoder weights() {
        LSTM encoder = (LSTM) graph.getLayer(ENCODER).conf().getLayer();
        boolean tanh =
                encoder.getActivationFn().equals(org.nd4j.linalg.activations.Activation.TANH.getActivationFunction());
        INDArray dense = parameter(OUTPUT, "W");
        return new LstmAutoencoder(
                steps,
                tanh ? Activation.TANH : Activation.RELU,
                layer(ENCODER),
                layer(DECODER),
                new DenseLayer(
                        (int) dense.size(0), (int) dense.size(1), rowMajor(dense), rowMajor(parameter(OUTPUT, "b"))));
    }

    private LstmLayer layer(String name) {
        INDArray input = parameter(name, "W");
        int hidden = (int) input.size(1) / 4;
        return new LstmLayer(
                (int) input.size(0),
                hidden,
                rowMajor(input),
                rowMajor(parameter(name, "RW")),
                rowMajor(parameter(name, "b")));
    }

    private void put(LstmAutoencoder weights) {
        put(ENCODER, weights.encoder());
        put(DECODER, weights.decoder());
        assign(parameter(OUTPUT, "W"), weights.output().weights());
        assign(parameter(OUTPUT, "b"), weights.output().bias());
    }

    private void put(String name, LstmLayer layer) {
        assign(parameter(name, "W"), layer.input());
        assign(parameter(name, "RW"), layer.recurrent());
        assign(parameter(name, "b"), layer.bias());
    }

    private INDArray parameter(String layer, String name) {
        return graph.getLayer(layer).getParam(name);
    }

    private static void assign(INDArray parameter, float[] rowMajor) {
        parameter.assign(Nd4j.create(rowMajor, parameter.shape(), 'c'));
    }

    private static float[] rowMajor(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    /**
     * Reconstructs windows.
     *
     * @param windows [count × steps × features], row-major
     * @return the same shape
     */
    public float[] output(float[] windows, int count) {
        try (INDArray input = channelsFirst(windows, count)) {
            return rowMajor(graph.outputSingle(input).permute(0, 2, 1));
        }
    }

    /** Adam's step size from now on. */
    void learningRate(double rate) {
        graph.setLearningRate(rate);
    }

    /** One step of Adam; returns the mean squared error per step and feature before the step. */
    public double trainBatch(float[] windows, int count) {
        try (INDArray input = channelsFirst(windows, count)) {
            graph.fit(new DataSet(input, input));
        }
        return graph.score() / steps;
    }

    /**
     * Gradients of the mean squared error per step and feature, as a network of gradients.
     *
     * @param windows [count × steps × features], row-major
     */
    LstmAutoencoder gradients(float[] windows, int count) {
        try (INDArray input = channelsFirst(windows, count)) {
            graph.setInput(0, input);
            graph.setLabel(0, input);
            graph.computeGradientAndScore();
        }
        LstmAutoencoder shape = weights();
        return new LstmAutoencoder(
                steps,
                shape.activation(),
                new LstmLayer(
                        shape.features(),
                        shape.encoder().hidden(),
                        gradient(ENCODER, "W", count),
                        gradient(ENCODER, "RW", count),
                        gradient(ENCODER, "b", count)),
                new LstmLayer(
                        shape.decoder().inputs(),
                        shape.decoder().hidden(),
                        gradient(DECODER, "W", count),
                        gradient(DECODER, "RW", count),
                        gradient(DECODER, "b", count)),
                new DenseLayer(
                        shape.decoder().hidden(),
                        shape.features(),
                        gradient(OUTPUT, "W", count),
                        gradient(OUTPUT, "b", count)));
    }

    private float[] gradient(String layer, String parameter, int count) {
        INDArray summed = graph.gradient().getGradientFor(layer + "_" + parameter);
        return rowMajor(summed.div((double) steps * count));
    }

    private INDArray channelsFirst(float[] windows, int count) {
        return Nd4j.create(windows, new long[] {count, steps, features}, 'c')
                .permute(0, 2, 1)
                .dup('c');
    }

    /** Saves configuration, weights and the optimiser's state as Deeplearning4j does. */
    public void save(Path file) throws IOException {
        ModelSerializer.writeModel(graph, file.toFile(), true);
    }

    @Override
    public void close() {
        graph.close();
    }
}
