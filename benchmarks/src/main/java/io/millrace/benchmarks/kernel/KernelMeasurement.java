package io.millrace.benchmarks.kernel;

import io.millrace.benchmarks.SampleModels;
import io.millrace.benchmarks.Spread;
import io.millrace.benchmarks.measure.Clock;
import io.millrace.benchmarks.measure.Rate;
import io.millrace.benchmarks.peer.Dl4jVariant;
import io.millrace.benchmarks.peer.MatrixProduct;
import io.millrace.benchmarks.peer.OnnxVariant;
import io.millrace.benchmarks.peer.OwnVariant;
import io.millrace.benchmarks.peer.TorchVariant;
import io.millrace.benchmarks.peer.Variant;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.ReferenceLstmKernel;
import io.millrace.detection.model.ScalarLstmKernel;
import io.millrace.detection.simd.SimdLstmKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures every variant at one shape and number of threads. A round runs each variant at each batch size once and the matrix
 * product between them, so that a disturbance of the machine meets all alike.
 */
final class KernelMeasurement {

    /** Largest difference from the exact forward pass that is put down to rounding. */
    private static final float TOLERANCE = 1e-4f;

    private static final long WARM_UP_NANOS = 500_000_000L;
    private static final int MOST_WARM_UPS = 10;
    private static final double STEADY = 1.05; // faster than before by less is warm

    private static final List<String> VARIANTS = List.of("simd", "scalar", "dl4j", "onnxruntime", "libtorch");

    private final Clock clock;
    private final Rate rate;
    private final int rounds;
    private final Consumer<String> notes;

    KernelMeasurement(Clock clock, Rate rate, int rounds, Consumer<String> notes) {
        this.clock = clock;
        this.rate = rate;
        this.rounds = rounds;
        this.notes = notes;
    }

    /** A variant at a batch size, a batch for each thread. */
    private record Contestant(String variant, int batch, List<Variant.Batch> batches, double[] speed, double[] share) {}

    /**
     * @param batches windows per call
     * @param sgemm receives the matrix product's GFLOP/s of every round
     */
    List<KernelRow> measure(int features, int hidden, List<Integer> batches, int threads, List<Double> sgemm)
            throws Exception {
        LstmAutoencoder model = SampleModels.model(features, hidden);
        List<Variant> loaded = new ArrayList<>();
        List<Contestant> contestants = new ArrayList<>();
        List<MatrixProduct> products = new ArrayList<>();
        try {
            for (int thread = 0; thread < threads; thread++) {
                products.add(new MatrixProduct(1));
            }
            for (String variant : VARIANTS) {
                List<Variant> instances = instances(variant, model, threads);
                loaded.addAll(instances);
                if (!instances.isEmpty()) {
                    compareWithReference(instances.get(0), model);
                    for (int batch : batches) {
                        contestants.add(contestant(instances, features, batch));
                    }
                }
            }
            warmUp(contestants);
            for (int round = 0; round < rounds; round++) {
                run(round, contestants, products, model.flopsPerWindow(), sgemm);
            }
        } finally {
            for (Contestant contestant : contestants) {
                for (Variant.Batch batch : contestant.batches()) {
                    batch.close();
                }
            }
            for (Variant variant : loaded) {
                variant.close();
            }
            for (MatrixProduct product : products) {
                product.close();
            }
        }
        return contestants.stream()
                .map(contestant -> new KernelRow(
                        contestant.variant(),
                        features,
                        hidden,
                        contestant.batch(),
                        threads,
                        Spread.of(contestant.speed()),
                        Spread.of(contestant.share())))
                .toList();
    }

    /** Until the JIT compiler is done with small batches too: Deeplearning4j's operations take it ten times as long as the others. */
    private void warmUp(List<Contestant> contestants) throws Exception {
        try (var warming = new Rate(clock, WARM_UP_NANOS)) {
            for (Contestant contestant : contestants) {
                double before = 0;
                double now = warming.of(works(contestant), 1);
                for (int stretch = 1; stretch < MOST_WARM_UPS && now > before * STEADY; stretch++) {
                    before = now;
                    now = warming.of(works(contestant), 1);
                }
            }
        }
    }

    private static List<Rate.Work> works(Contestant contestant) {
        return contestant.batches().stream()
                .map(batch -> (Rate.Work) batch::reconstruct)
                .toList();
    }

    private void run(
            int round,
            List<Contestant> contestants,
            List<MatrixProduct> products,
            long operationsPerWindow,
            List<Double> sgemm)
            throws Exception {
        List<Rate.Work> limit =
                products.stream().map(product -> (Rate.Work) product::run).toList();
        for (Contestant contestant : contestants) {
            double flops = rate.of(limit, MatrixProduct.operations());
            double windows = rate.of(works(contestant), contestant.batch());
            sgemm.add(flops / 1e9);
            contestant.speed()[round] = windows;
            contestant.share()[round] = windows * operationsPerWindow / flops;
        }
    }

    private Contestant contestant(List<Variant> instances, int features, int batch) throws Exception {
        float[] windows = SampleModels.windows(batch, features);
        List<Variant.Batch> prepared = new ArrayList<>();
        for (Variant instance : instances) {
            prepared.add(instance.prepare(windows, batch));
        }
        return new Contestant(instances.get(0).name(), batch, prepared, new double[rounds], new double[rounds]);
    }

    /** One per thread; none, with a note, when the variant cannot run here. */
    private List<Variant> instances(String variant, LstmAutoencoder model, int threads) throws Exception {
        List<Variant> instances = new ArrayList<>();
        try {
            for (int thread = 0; thread < threads; thread++) {
                instances.add(load(variant, model));
            }
        } catch (IllegalStateException | LinkageError unavailable) {
            notes.accept(variant + " is left out: " + unavailable.getMessage());
        }
        return instances;
    }

    private static Variant load(String variant, LstmAutoencoder model) throws Exception {
        return switch (variant) {
            case "simd" -> new OwnVariant(new SimdLstmKernel(), model);
            case "scalar" -> new OwnVariant(new ScalarLstmKernel(), model);
            case "dl4j" -> new Dl4jVariant(model);
            case "onnxruntime" -> new OnnxVariant(model);
            case "libtorch" -> new TorchVariant(model);
            default -> throw new IllegalArgumentException("no variant is called " + variant);
        };
    }

    private static void compareWithReference(Variant variant, LstmAutoencoder model) throws Exception {
        int count = 3;
        float[] windows = SampleModels.windows(count, model.features());
        float[] actual;
        try (Variant.Batch batch = variant.prepare(windows, count)) {
            actual = batch.reconstruct();
        }
        float[] expected;
        try (Variant reference = new OwnVariant(new ReferenceLstmKernel(), model);
                Variant.Batch batch = reference.prepare(windows, count)) {
            expected = batch.reconstruct();
        }
        for (int n = 0; n < expected.length; n++) {
            if (!(Math.abs(actual[n] - expected[n]) <= TOLERANCE)) {
                throw new IllegalStateException("%s does not compute the same network: value %d is %s, expected %s"
                        .formatted(variant.name(), n, actual[n], expected[n]));
            }
        }
    }
}
