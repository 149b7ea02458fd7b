package io.millrace.training.network;

import io.millrace.detection.model.AttentionLstm;
import io.millrace.detection.model.AttentionPooling;
import io.millrace.detection.model.BidirectionalLstm;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.EstimateKind;
import io.millrace.detection.model.LstmClassifier;
import io.millrace.detection.model.WindowEstimator;
import java.util.ArrayList;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Networks that answer a window with one number, as Deeplearning4j has them. Not thread-safe.
 *
 * <p>Deeplearning4j takes batch normalisation after a dense layer, not after the pooling itself.
 */
final class Dl4jEstimator implements AutoCloseable {

    private final EstimatorShape shape;
    private final int features;
    private final MultiLayerNetwork network;

    Dl4jEstimator(EstimatorShape shape, int features, FitOptions options, ClassWeights weights) {
        this.shape = shape;
        this.features = features;
        boolean clips = options.clipNorm() < Double.POSITIVE_INFINITY;
        var builder = new NeuralNetConfiguration.Builder()
                .seed(options.seed())
                .dataType(DataType.FLOAT)
                .updater(new Adam(options.learningRate()))
                .weightInit(WeightInit.XAVIER)
                .gradientNormalization(clips ? GradientNormalization.ClipL2PerLayer : GradientNormalization.None)
                .gradientNormalizationThreshold(options.clipNorm())
                .list();
        if (shape instanceof EstimatorShape.Classifier classifier) {
            addLayers(builder, classifier, weights);
        } else {
            addLayers(builder, (EstimatorShape.Attention) shape, weights);
        }
        this.network =
                new MultiLayerNetwork(builder.setInputType(InputType.recurrent(features, shape.steps(), RNNFormat.NCW))
                        .build());
        network.init();
    }

    private static void addLayers(
            NeuralNetConfiguration.ListBuilder layers, EstimatorShape.Classifier shape, ClassWeights weights) {
        layers.layer(lstm(shape.first()))
                .layer(new LastTimeStep(lstm(shape.second())))
                .layer(new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                        .nOut(shape.dense())
                        .activation(Activation.RELU)
                        .build())
                .layer(probability(weights));
    }

    private static void addLayers(
            NeuralNetConfiguration.ListBuilder layers, EstimatorShape.Attention shape, ClassWeights weights) {
        for (int l = 0; l < shape.layers(); l++) {
            layers.layer(new Bidirectional(Bidirectional.Mode.CONCAT, lstm(shape.hidden())));
            if (shape.dropout() > 0) {
                layers.layer(new DropoutLayer.Builder(1 - shape.dropout()).build()); // it takes the share that stays
            }
        }
        int width = 2 * shape.hidden();
        layers.layer(new SelfAttentionLayer.Builder()
                        .nIn(width)
                        .nOut(width)
                        .nHeads(shape.heads())
                        .headSize(width / shape.heads())
                        .projectInput(true)
                        .build())
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                        .nOut(shape.dense())
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(shape.regression() ? estimate() : probability(weights));
    }

    private static LSTM lstm(int units) {
        return new LSTM.Builder()
                .nOut(units)
                .activation(Activation.TANH)
                .gateActivationFunction(Activation.SIGMOID)
                .build();
    }

    private static OutputLayer probability(ClassWeights weights) {
        return new OutputLayer.Builder(new WeightedCrossEntropy(weights))
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build();
    }

    private static OutputLayer estimate() {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(1)
                .activation(Activation.IDENTITY)
                .build();
    }

    MultiLayerNetwork dl4j() {
        return network;
    }

    /**
     * One step of Adam.
     *
     * @param windows [count × steps × features], row-major
     * @param targets [count]
     * @return mean loss before the step, classes weighted
     */
    double trainBatch(float[] windows, float[] targets) {
        int count = targets.length;
        try (INDArray input = Dl4jArrays.channelsFirst(windows, count, shape.steps(), features);
                INDArray labels = Nd4j.create(targets, new long[] {count, 1}, 'c')) {
            network.fit(new DataSet(input, labels));
        }
        return network.score();
    }

    /** Answers of the network after its last activation, [count]. */
    float[] output(float[] windows, int count) {
        try (INDArray input = Dl4jArrays.channelsFirst(windows, count, shape.steps(), features)) {
            return Dl4jArrays.rowMajor(network.output(input));
        }
    }

    /** A copy of the weights, batch normalisation folded in. */
    WindowEstimator weights() {
        return shape instanceof EstimatorShape.Attention attention ? attention(attention) : classifier();
    }

    private WindowEstimator classifier() {
        return new LstmClassifier(
                shape.steps(),
                Dl4jArrays.lstm(network.getLayer(0), ""),
                Dl4jArrays.lstm(network.getLayer(1), ""),
                Dl4jArrays.dense(network.getLayer(2)),
                Dl4jArrays.dense(network.getLayer(3)));
    }

    private WindowEstimator attention(EstimatorShape.Attention attention) {
        int recurrent = attention.dropout() > 0 ? 2 : 1; // a recurrent layer and what follows it
        var layers = new ArrayList<BidirectionalLstm>();
        for (int l = 0; l < attention.layers(); l++) {
            var layer = network.getLayer(l * recurrent);
            layers.add(new BidirectionalLstm(Dl4jArrays.lstm(layer, "f"), Dl4jArrays.lstm(layer, "b")));
        }
        int next = attention.layers() * recurrent;
        return new AttentionLstm(
                shape.steps(),
                layers,
                pooling(network.getLayer(next)),
                folded(Dl4jArrays.dense(network.getLayer(next + 2)), network.getLayer(next + 3)),
                Dl4jArrays.dense(network.getLayer(next + 5)),
                attention.regression() ? EstimateKind.SHARE : EstimateKind.LOG_ODDS);
    }

    /** Deeplearning4j has Q, K and V as [heads, size, inputs] and O as [heads·size, outputs]. */
    private static AttentionPooling pooling(org.deeplearning4j.nn.api.Layer layer) {
        INDArray queries = layer.getParam("Wq");
        INDArray output = layer.getParam("Wo");
        return new AttentionPooling(
                (int) queries.size(2),
                (int) queries.size(0),
                (int) queries.size(1),
                (int) output.size(1),
                inputsFirst(queries),
                inputsFirst(layer.getParam("Wk")),
                inputsFirst(layer.getParam("Wv")),
                Dl4jArrays.rowMajor(output));
    }

    private static float[] inputsFirst(INDArray heads) {
        return Dl4jArrays.rowMajor(heads.permute(0, 2, 1));
    }

    /** γ·(x·W + b − mean)/√(variance + ε) + β as one dense layer. */
    private static DenseLayer folded(DenseLayer dense, org.deeplearning4j.nn.api.Layer normalisation) {
        double epsilon = ((BatchNormalization) normalisation.conf().getLayer()).getEps();
        float[] gamma = Dl4jArrays.rowMajor(normalisation.getParam("gamma"));
        float[] beta = Dl4jArrays.rowMajor(normalisation.getParam("beta"));
        float[] mean = Dl4jArrays.rowMajor(normalisation.getParam("mean"));
        var weights = new float[dense.weights().length];
        var bias = new float[dense.outputs()];
        float[] variance = variance(normalisation);
        for (int j = 0; j < dense.outputs(); j++) {
            double scale = gamma[j] / Math.sqrt(variance[j] + epsilon);
            bias[j] = (float) (beta[j] + scale * (dense.bias()[j] - mean[j]));
            for (int k = 0; k < dense.inputs(); k++) {
                weights[k * dense.outputs() + j] = (float) (scale * dense.weights()[k * dense.outputs() + j]);
            }
        }
        return new DenseLayer(dense.inputs(), dense.outputs(), weights, bias);
    }

    /** Kept as the logarithm to base ten of the deviation, or as it is. */
    private static float[] variance(org.deeplearning4j.nn.api.Layer normalisation) {
        if (!((BatchNormalization) normalisation.conf().getLayer()).isUseLogStd()) {
            return Dl4jArrays.rowMajor(normalisation.getParam("var"));
        }
        float[] variance = Dl4jArrays.rowMajor(normalisation.getParam("log10stdev"));
        for (int j = 0; j < variance.length; j++) {
            variance[j] = (float) Math.pow(10, 2 * variance[j]);
        }
        return variance;
    }

    @Override
    public void close() {
        network.close();
    }
}
