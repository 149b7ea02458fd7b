package io.millrace.benchmarks.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.millrace.detection.model.LstmAutoencoder;

/** libtorch's LSTM operators through the Deep Java Library, in the calling thread. */
public final class TorchVariant implements Variant {

    private final Torch torch;

    public TorchVariant(LstmAutoencoder model) {
        this.torch = new Torch(model);
    }

    @Override
    public String name() {
        return "libtorch";
    }

    @Override
    public Batch prepare(float[] windows, int count) {
        NDArray input = torch.windows(torch.manager(), windows, count);
        return new Batch() {
            @Override
            public float[] reconstruct() {
                try (NDManager once = torch.manager().newSubManager()) {
                    NDArray attached = input.duplicate();
                    attached.attach(once);
                    return torch.reconstruct(once, attached, false).toFloatArray();
                }
            }

            @Override
            public void close() {
                input.close();
            }
        };
    }

    @Override
    public void close() {
        torch.close();
    }
}
