package io.millrace.training.network;

import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.model.DenseLayer;
import java.util.ArrayList;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Fits a dense autoencoder with Deeplearning4j: mean squared error, Adam, early stopping on the validation windows. */
public final class DenseAutoencoderTrainer {

    private DenseAutoencoderTrainer() {}

    /**
     * The best network and how it was found.
     *
     * @param curve errors are mean squared errors per step and feature
     */
    public record Fitted(DenseAutoencoder model, TrainingCurve curve) {}

    /**
     * @param training at least one window
     * @param validation of the same shape; may be empty, then the training error decides
     */
    public static Fitted fit(
            WindowSet training, WindowSet validation, DenseShape shape, FitOptions options, TrainingProgress progress) {
        try (var network = new Network(shape, training.features(), options)) {
            var fitted = EpochLoop.run(learner(network, training, validation, options), training, options, progress);
            return new Fitted(fitted.model(), fitted.curve());
        }
    }

    private static EpochLoop.Learner<DenseAutoencoder> learner(
            Network network, WindowSet training, WindowSet validation, FitOptions options) {
        return new EpochLoop.Learner<>() {
            @Override
            public void learningRate(double rate) {
                network.dl4j().setLearningRate(rate);
            }

            @Override
            public double trainBatch(int[] order, int from, int count) {
                return network.trainBatch(training.gather(order, from, count), count);
            }

            @Override
            public double validationError() {
                return network.error(validation, options.batchSize());
            }

            @Override
            public DenseAutoencoder weights() {
                return network.weights();
            }
        };
    }

    /** The network as Deeplearning4j has it. Not thread-safe. */
    static final class Network implements AutoCloseable {

        private final MultiLayerNetwork network;
        private final int steps;
        private final int features;

        Network(DenseShape shape, int features, FitOptions options) {
            this.steps = shape.steps();
            this.features = features;
            boolean clips = options.clipNorm() < Double.POSITIVE_INFINITY;
            var layers = new NeuralNetConfiguration.Builder()
                    .seed(options.seed())
                    .dataType(DataType.FLOAT)
                    .updater(new Adam(options.learningRate()))
                    .weightInit(WeightInit.RELU)
                    .gradientNormalization(clips ? GradientNormalization.ClipL2PerLayer : GradientNormalization.None)
                    .gradientNormalizationThreshold(options.clipNorm())
                    .list();
            int inputs = steps * features;
            for (int width : shape.widths()) {
                layers.layer(new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                        .nIn(inputs)
                        .nOut(width)
                        .activation(Activation.RELU)
                        .build());
                inputs = width;
            }
            layers.layer(new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(inputs)
                    .nOut(steps * features)
                    .weightInit(WeightInit.XAVIER)
                    .activation(Activation.IDENTITY)
                    .build());
            this.network = new MultiLayerNetwork(layers.build());
            network.init();
        }

        MultiLayerNetwork dl4j() {
            return network;
        }

        /** One step of Adam; returns the mean squared error per step and feature before the step. */
        double trainBatch(float[] windows, int count) {
            try (INDArray flat = flat(windows, count)) {
                network.fit(new DataSet(flat, flat));
            }
            return network.score();
        }

        /** @param windows [count × steps × features], row-major; so is the reconstruction */
        float[] output(float[] windows, int count) {
            try (INDArray flat = flat(windows, count)) {
                return Dl4jArrays.rowMajor(network.output(flat));
            }
        }

        private double error(WindowSet windows, int batchSize) {
            int[] order = windows.inOrder();
            double sum = 0;
            for (int from = 0; from < order.length; from += batchSize) {
                int count = Math.min(batchSize, order.length - from);
                float[] observed = windows.gather(order, from, count);
                float[] expected = output(observed, count);
                for (int i = 0; i < expected.length; i++) {
                    double error = expected[i] - observed[i];
                    sum += error * error;
                }
            }
            return sum / ((double) order.length * steps * features); // NaN without windows
        }

        DenseAutoencoder weights() {
            var layers = new ArrayList<DenseLayer>();
            for (var layer : network.getLayers()) {
                layers.add(Dl4jArrays.dense(layer));
            }
            return new DenseAutoencoder(steps, features, layers);
        }

        private INDArray flat(float[] windows, int count) {
            return Nd4j.create(windows, new long[] {count, (long) steps * features}, 'c');
        }

        @Override
        public void close() {
            network.close();
        }
    }
}
