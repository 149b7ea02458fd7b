package io.millrace.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.variational.GaussianReconstructionDistribution;
import org.deeplearning4j.nn.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A variational autoencoder of flattened windows (Deeplearning4j): dense 128 → 64 → {@value #LATENT} latent → 64 → 128, tanh, with a
 * mean and a variance for every value. Not thread-safe.
 *
 * <p>References: D. P. Kingma, M. Welling, "Auto-encoding variational Bayes", ICLR 2014.
 */
public final class WindowAutoencoder {

    private static final int[] ENCODER = {128, 64};
    private static final int[] DECODER = {64, 128};
    private static final int LATENT = 8;
    private static final int BATCH = 64;
    private static final int FEWEST_UPDATES = 400;
    private static final int FEWEST_EPOCHS = 10;
    private static final double LEARNING_RATE = 3e-3;
    private static final int GENERATED_AT_ONCE = 256;

    private final MultiLayerNetwork network;

    private WindowAutoencoder(MultiLayerNetwork network) {
        this.network = network;
    }

    /**
     * Learns windows of one length for at least {@value #FEWEST_EPOCHS} epochs and {@value #FEWEST_UPDATES} batches: few windows are looked at
     * more often.
     *
     * @param windows flattened, in units in which one is a usual deviation; at least one
     * @param seed of everything random
     * @throws IllegalArgumentException if the windows cannot be learnt: the error becomes infinite
     * @throws InterruptedTrainingException if the thread is interrupted; its mark is taken back
     */
    public static WindowAutoencoder fit(List<float[]> windows, long seed) {
        int inputs = windows.get(0).length;
        var configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .updater(new Adam(LEARNING_RATE))
                .weightInit(WeightInit.XAVIER)
                .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                .gradientNormalizationThreshold(1)
                .list()
                .layer(new org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder.Builder()
                        .nIn(inputs)
                        .nOut(LATENT)
                        .activation(Activation.TANH)
                        .encoderLayerSizes(ENCODER)
                        .decoderLayerSizes(DECODER)
                        .pzxActivationFunction(Activation.IDENTITY)
                        .reconstructionDistribution(new GaussianReconstructionDistribution(Activation.IDENTITY))
                        .build())
                .build();
        var network = new MultiLayerNetwork(configuration);
        network.init();
        Nd4j.getRandom().setSeed(seed); // the latent noise of training is drawn from it
        learn(network, windows, seed);
        if (!Double.isFinite(network.params().sumNumber().doubleValue())) {
            throw new IllegalArgumentException(
                    "the variational autoencoder cannot learn these windows, its weights became infinite: leave out sensors"
                            + " with wild values, or use the light generator");
        }
        return new WindowAutoencoder(network);
    }

    private static void learn(MultiLayerNetwork network, List<float[]> windows, long seed) {
        WindowSet all = WindowSet.of(windows, 1, windows.get(0).length, 1);
        int batches = (windows.size() + BATCH - 1) / BATCH;
        int epochs = Math.max(FEWEST_EPOCHS, (FEWEST_UPDATES + batches - 1) / batches);
        var random = new SplittableRandom(seed);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            int[] order = all.shuffled(random);
            for (int from = 0; from < order.length; from += BATCH) {
                if (Thread.interrupted()) {
                    throw new InterruptedTrainingException(epoch);
                }
                int count = Math.min(BATCH, order.length - from);
                try (INDArray batch =
                        Nd4j.create(all.gather(order, from, count), new long[] {count, all.features()}, 'c')) {
                    network.pretrainLayer(0, batch);
                }
            }
        }
    }

    /**
     * Makes windows of points of the latent space.
     *
     * @param seed the same one gives the same windows
     * @return flattened as those that were learnt
     */
    public List<float[]> generate(int count, long seed) {
        Nd4j.getRandom().setSeed(seed); // the noise around the mean is drawn from it
        var random = new SplittableRandom(seed);
        var layer = (VariationalAutoencoder) network.getLayer(0);
        var windows = new ArrayList<float[]>();
        while (windows.size() < count) {
            int now = Math.min(GENERATED_AT_ONCE, count - windows.size());
            var points = new float[now * LATENT];
            for (int i = 0; i < points.length; i++) {
                points[i] = (float) random.nextGaussian();
            }
            try (INDArray latent = Nd4j.create(points, new long[] {now, LATENT}, 'c')) {
                float[] values = Dl4jArrays.rowMajor(
                        layer.generateRandomGivenZ(latent, LayerWorkspaceMgr.noWorkspacesImmutable()));
                int size = values.length / now;
                for (int n = 0; n < now; n++) {
                    windows.add(Arrays.copyOfRange(values, n * size, (n + 1) * size));
                }
            }
        }
        return windows;
    }
}
