package io.millrace.benchmarks.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.BenchOptions;
import io.millrace.benchmarks.SampleNetworks;
import io.millrace.benchmarks.Spread;
import io.millrace.benchmarks.measure.Clock;
import io.millrace.benchmarks.measure.Rate;
import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.model.LstmKernel;
import io.millrace.detection.model.ScalarLstmKernel;
import io.millrace.detection.model.WindowEstimator;
import io.millrace.detection.simd.SimdLstmKernel;
import io.millrace.detection.window.WindowBatch;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench networks}. */
@Command(
        name = "networks",
        mixinStandardHelpOptions = true,
        description = {
            "Windows scored per second by the networks beside the LSTM autoencoder, in their standard shapes on one thread:",
            "the plain Java form and the vector form in turn, on the same weights."
        })
public final class NetworksCommand implements Callable<Integer> {

    private static final int WARM_UPS = 5;

    /** What is measured. */
    enum Network {
        CLASSIFIER,
        ATTENTION,
        DENSE
    }

    @Option(
            names = "--networks",
            split = ",",
            defaultValue = "CLASSIFIER,ATTENTION,DENSE",
            description = "${COMPLETION-CANDIDATES} (default: all).")
    private List<Network> networks;

    @Option(names = "--features", defaultValue = "5", description = "Features per row (default: 5).")
    private int features;

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,16,256",
            description = "Windows per call (default: 1,16,256).")
    private List<Integer> batches;

    @Option(names = "--rounds", description = "Rounds that the medians are taken over (default: 9; quick: 3).")
    private Integer rounds;

    @Option(
            names = "--clock",
            defaultValue = "WALL",
            description =
                    "${COMPLETION-CANDIDATES}: time on the wall, or of the processor on a busy machine (default: WALL).")
    private Clock clock;

    @Mixin
    private BenchOptions bench;

    /** @param ratio of a round's two figures */
    private record Row(Network network, int batch, Spread scalar, Spread simd, Spread ratio) {}

    @Override
    public Integer call() throws Exception {
        ObjectNode figures = BenchOptions.newObject();
        var array = figures.putArray("rows");
        try (var rate = new Rate(clock, bench.quick() ? 40_000_000L : 200_000_000L)) {
            for (Network network : networks) {
                for (int batch : batches) {
                    Row row = measure(network, batch, rate);
                    print(row);
                    array.addObject()
                            .put("network", network.name().toLowerCase(Locale.ROOT))
                            .put("features", features)
                            .put("batch", batch)
                            .<ObjectNode>set("scalar", row.scalar().toJson())
                            .<ObjectNode>set("simd", row.simd().toJson())
                            .set("ratio", row.ratio().toJson());
                }
            }
        }
        bench.publish("networks", figures);
        return 0;
    }

    private Row measure(Network network, int count, Rate rate) throws Exception {
        List<Rate.Work> scalar = List.of(work(network, new ScalarLstmKernel(), count));
        List<Rate.Work> simd = List.of(work(network, new SimdLstmKernel(), count));
        for (int n = 0; n < WARM_UPS; n++) {
            rate.of(scalar, count);
            rate.of(simd, count);
        }
        int taken = rounds != null ? rounds : bench.quick() ? 3 : 9;
        var scalarRates = new double[taken];
        var simdRates = new double[taken];
        var ratios = new double[taken];
        for (int round = 0; round < taken; round++) {
            scalarRates[round] = rate.of(scalar, count);
            simdRates[round] = rate.of(simd, count);
            ratios[round] = simdRates[round] / scalarRates[round];
        }
        return new Row(network, count, Spread.of(scalarRates), Spread.of(simdRates), Spread.of(ratios));
    }

    private Rate.Work work(Network network, LstmKernel kernel, int count) {
        var samples = new SampleNetworks(features);
        return switch (network) {
            case CLASSIFIER -> estimating(samples.classifier(), kernel, count);
            case ATTENTION -> estimating(samples.attention(), kernel, count);
            case DENSE -> reconstructing(samples.denseAutoencoder(), kernel, count);
        };
    }

    private Rate.Work estimating(WindowEstimator network, LstmKernel kernel, int count) {
        WindowEstimator.Pass pass = kernel.pack(network).newPass();
        WindowBatch batch = batch(network.steps(), count);
        var out = new float[count];
        return () -> pass.estimate(batch, out);
    }

    private Rate.Work reconstructing(DenseAutoencoder network, LstmKernel kernel, int count) {
        DenseAutoencoder.Pass pass = kernel.pack(network).newPass();
        WindowBatch batch = batch(network.steps(), count);
        var out = new float[count * network.steps() * features];
        return () -> pass.reconstruct(batch, out);
    }

    /** Windows of machines that have nothing to do with each other: noise in [−1, 1]. */
    private WindowBatch batch(int steps, int count) {
        var random = new Random(2);
        var batch = new WindowBatch(steps, features);
        var window = new float[steps * features];
        for (int n = 0; n < count; n++) {
            for (int i = 0; i < window.length; i++) {
                window[i] = 2 * random.nextFloat() - 1;
            }
            batch.addWindow(window);
        }
        return batch;
    }

    private void print(Row row) {
        bench.line(
                "%-10s  %2d features  batch %4d  scalar %8.0f windows/s  simd %8.0f (%.0f … %.0f)  × %.2f (%.2f … %.2f)",
                row.network().name().toLowerCase(Locale.ROOT),
                features,
                row.batch(),
                row.scalar().median(),
                row.simd().median(),
                row.simd().low(),
                row.simd().high(),
                row.ratio().median(),
                row.ratio().low(),
                row.ratio().high());
    }
}
