package io.millrace.benchmarks.peer;

import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmKernel;
import io.millrace.detection.model.Reconstructor;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/** One of our kernels; no row is shared between windows, as with machines that report one reading each. */
public final class OwnVariant implements Variant {

    private final String name;
    private final LstmAutoencoder model;
    private final Reconstructor reconstructor;

    public OwnVariant(LstmKernel kernel, LstmAutoencoder model) {
        if (!kernel.unavailable().isEmpty()) {
            throw new IllegalStateException(kernel.unavailable());
        }
        this.name = kernel.name();
        this.model = model;
        this.reconstructor = kernel.pack(model).newReconstructor();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Batch prepare(float[] windows, int count) {
        int size = model.steps() * model.features();
        var batch = new WindowBatch(model.steps(), model.features());
        for (int n = 0; n < count; n++) {
            batch.addWindow(Arrays.copyOfRange(windows, n * size, (n + 1) * size));
        }
        var out = new float[count * size];
        return () -> {
            reconstructor.reconstruct(batch, out);
            return out;
        };
    }

    @Override
    public void close() {}
}
