package io.millrace.detection.simd.training;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.window.WindowBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Trains an LSTM autoencoder to reconstruct windows: mean squared error, back-propagation through time, Adam. The caller drives the
 * epochs and decides when to stop. One per training, not thread-safe; closes its threads.
 *
 * <p>A batch is cut into blocks of windows; block n adds its gradient to slot n mod {@value #SLOTS}, and the slots are summed in
 * their order: the result depends on seed and data, not on the number of threads or their timing.
 */
public final class LstmAutoencoderTrainer implements AutoCloseable {

    private static final int SLOTS = 8;

    private final AutoencoderShape shape;
    private final TrainerOptions options;
    private final float[] parameters;
    private final TrainingWeights weights;
    private final AdamUpdate adam;
    private final float[] gradient; // [parameters]
    private final float[][] slots; // [SLOTS][parameters], made when first used
    private final double[] errors = new double[SLOTS];
    private final List<BlockGradient> workers; // one per thread
    private final ExecutorService pool;
    private int epoch;
    private boolean packed;

    private LstmAutoencoderTrainer(AutoencoderShape shape, TrainerOptions options, float[] parameters) {
        this.shape = shape;
        this.options = options;
        this.parameters = parameters;
        this.weights = new TrainingWeights(shape);
        this.adam = new AdamUpdate(options, parameters.length);
        this.gradient = new float[parameters.length];
        this.slots = new float[SLOTS][];
        int threads = Math.min(options.threads(), SLOTS);
        this.workers = new ArrayList<>();
        for (int n = 0; n < threads; n++) {
            workers.add(new BlockGradient(shape));
        }
        this.pool = threads == 1 ? null : Executors.newFixedThreadPool(threads, LstmAutoencoderTrainer::daemon);
    }

    /** A trainer of a new network: weights drawn as Deeplearning4j's Xavier draws them, forget gates biased by one. */
    public static LstmAutoencoderTrainer create(AutoencoderShape shape, TrainerOptions options) {
        return new LstmAutoencoderTrainer(shape, options, initialWeights(shape, options.seed()));
    }

    /** A trainer that goes on from a model's weights, with a fresh optimiser. */
    public static LstmAutoencoderTrainer from(LstmAutoencoder model, TrainerOptions options) {
        AutoencoderShape shape = AutoencoderShape.of(model);
        return new LstmAutoencoderTrainer(shape, options, shape.flatten(model));
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "autoencoder-training");
        thread.setDaemon(true);
        return thread;
    }

    /** Normal with variance 2/(fan in + fan out), an LSTM's fans being its units and its inputs and units. */
    private static float[] initialWeights(AutoencoderShape shape, long seed) {
        var random = new Random(seed);
        var initial = new float[shape.parameters()];
        int hidden = shape.hidden();
        draw(initial, shape.encoderInput(), shape.encoderBias(), 2 * hidden + shape.features(), random);
        draw(initial, shape.decoderInput(), shape.decoderBias(), 3 * hidden, random);
        draw(initial, shape.output(), shape.outputBias(), hidden + shape.features(), random);
        Arrays.fill(initial, shape.encoderBias() + hidden, shape.encoderBias() + 2 * hidden, 1);
        Arrays.fill(initial, shape.decoderBias() + hidden, shape.decoderBias() + 2 * hidden, 1);
        return initial;
    }

    private static void draw(float[] weights, int from, int to, int fans, Random random) {
        double deviation = Math.sqrt(2.0 / fans);
        for (int n = from; n < to; n++) {
            weights[n] = (float) (deviation * random.nextGaussian());
        }
    }

    /**
     * One update on the windows of an array.
     *
     * @param windows [n × steps × features], row-major
     * @return mean squared error before the update
     */
    public double trainBatch(float[] windows, int n) {
        return trainBatch(batch(windows, n));
    }

    /** One update on all windows of a batch; returns the mean squared error before it. */
    public double trainBatch(WindowBatch windows) {
        return update(windows, ascending(windows.windows()), 0, windows.windows());
    }

    /**
     * One pass over all windows in an order drawn from seed and epoch, an update per {@code batchSize} windows.
     *
     * @return mean squared error of the windows, each before the update that it took part in
     */
    public double trainEpoch(WindowBatch windows, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch needs at least one window, found " + batchSize);
        }
        requireShape(windows);
        int[] order = shuffled(windows.windows());
        double sum = 0;
        for (int from = 0; from < order.length; from += batchSize) {
            int count = Math.min(batchSize, order.length - from);
            sum += update(windows, order, from, count) * count;
        }
        epoch++;
        return sum / order.length;
    }

    /** Mean squared error of the windows with the weights as they are. */
    public double validationError(WindowBatch windows) {
        requireShape(windows);
        pack();
        int[] order = ascending(windows.windows());
        run(
                blocks(order.length),
                (worker, block, slot) ->
                        worker.error(weights, windows, order, block * BLOCK, sizeOf(block, order.length)));
        return sumOfErrors() / values(order.length);
    }

    /** Loss and gradient of all windows of a batch; changes nothing. */
    public LossGradient gradients(WindowBatch windows) {
        double loss = lossAndGradient(windows, ascending(windows.windows()), 0, windows.windows());
        return new LossGradient(loss, shape.encoder(gradient), shape.decoder(gradient), shape.output(gradient));
    }

    /** The network as it is now. */
    public LstmAutoencoder model() {
        return shape.model(parameters);
    }

    public AutoencoderShape shape() {
        return shape;
    }

    /** Epochs so far. */
    public int epoch() {
        return epoch;
    }

    /** A copy of weights and optimiser. */
    public TrainerState snapshot() {
        return new TrainerState(
                shape, parameters.clone(), adam.mean().clone(), adam.square().clone(), adam.iteration(), epoch);
    }

    /** Goes back to, or on from, a snapshot of a network of the same shape. */
    public void restore(TrainerState state) {
        if (!state.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "the trainer expects a state of %s, found one of %s".formatted(shape, state.shape()));
        }
        System.arraycopy(state.parameters(), 0, parameters, 0, parameters.length);
        adam.restore(state.mean(), state.square(), state.iteration());
        epoch = state.epoch();
        packed = false;
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }

    private double update(WindowBatch windows, int[] order, int from, int count) {
        double loss = lossAndGradient(windows, order, from, count);
        adam.apply(parameters, gradient);
        packed = false;
        return loss;
    }

    private double lossAndGradient(WindowBatch windows, int[] order, int from, int count) {
        requireShape(windows);
        if (count == 0) {
            throw new IllegalArgumentException("a batch needs at least one window, found none");
        }
        pack();
        int blocks = blocks(count);
        int used = Math.min(SLOTS, blocks);
        for (int slot = 0; slot < used; slot++) {
            if (slots[slot] == null) {
                slots[slot] = new float[parameters.length];
            } else {
                Arrays.fill(slots[slot], 0);
            }
        }
        float scale = (float) (2 / values(count));
        run(
                blocks,
                (worker, block, slot) -> worker.gradient(
                        weights, windows, order, from + block * BLOCK, sizeOf(block, count), scale, slots[slot]));
        System.arraycopy(slots[0], 0, gradient, 0, gradient.length);
        for (int slot = 1; slot < used; slot++) {
            add(gradient, slots[slot]);
        }
        return sumOfErrors() / values(count);
    }

    private static void add(float[] sum, float[] part) {
        for (int n = 0; n < sum.length; n++) {
            sum[n] += part[n];
        }
    }

    private void pack() {
        if (!packed) {
            weights.pack(parameters);
            packed = true;
        }
    }

    /** Work on one block; returns its sum of squared errors. */
    private interface BlockTask {
        double run(BlockGradient worker, int block, int slot);
    }

    /** Slot s takes blocks s, s + SLOTS, … in this order; worker w takes slots w, w + workers, … */
    private void run(int blocks, BlockTask task) {
        Arrays.fill(errors, 0);
        if (pool == null) {
            runSlots(0, blocks, task);
            return;
        }
        List<Callable<Void>> parts = new ArrayList<>();
        for (int n = 0; n < workers.size(); n++) {
            int worker = n;
            parts.add(() -> {
                runSlots(worker, blocks, task);
                return null;
            });
        }
        try {
            for (Future<Void> part : pool.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("training was interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a training thread failed", failed.getCause());
        }
    }

    private void runSlots(int worker, int blocks, BlockTask task) {
        for (int slot = worker; slot < SLOTS; slot += workers.size()) {
            for (int block = slot; block < blocks; block += SLOTS) {
                errors[slot] += task.run(workers.get(worker), block, slot);
            }
        }
    }

    private double sumOfErrors() {
        double sum = 0;
        for (double error : errors) {
            sum += error;
        }
        return sum;
    }

    private static int blocks(int windows) {
        return (windows + BLOCK - 1) / BLOCK;
    }

    private static int sizeOf(int block, int windows) {
        return Math.min(BLOCK, windows - block * BLOCK);
    }

    /** Values that the mean of a batch's squared errors is taken over. */
    private double values(int windows) {
        return (double) windows * shape.steps() * shape.features();
    }

    private void requireShape(WindowBatch windows) {
        if (windows.steps() != shape.steps() || windows.features() != shape.features()) {
            throw new IllegalArgumentException("the trainer expects windows of %d × %d, found %d × %d"
                    .formatted(shape.steps(), shape.features(), windows.steps(), windows.features()));
        }
        if (windows.windows() == 0) {
            throw new IllegalArgumentException("training needs at least one window, found none");
        }
    }

    private WindowBatch batch(float[] windows, int n) {
        var batch = new WindowBatch(shape.steps(), shape.features());
        int size = shape.steps() * shape.features();
        for (int window = 0; window < n; window++) {
            batch.addWindow(Arrays.copyOfRange(windows, window * size, (window + 1) * size));
        }
        return batch;
    }

    private static int[] ascending(int count) {
        var order = new int[count];
        for (int n = 0; n < count; n++) {
            order[n] = n;
        }
        return order;
    }

    /** Fisher and Yates's shuffle; every epoch has its own order, the same when training is taken up again. */
    private int[] shuffled(int count) {
        int[] order = ascending(count);
        var random = new SplittableRandom(options.seed() * 0x9E3779B97F4A7C15L + epoch);
        for (int n = count - 1; n > 0; n--) {
            int other = random.nextInt(n + 1);
            int swapped = order[n];
            order[n] = order[other];
            order[other] = swapped;
        }
        return order;
    }
}
