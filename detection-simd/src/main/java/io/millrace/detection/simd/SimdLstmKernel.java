package io.millrace.detection.simd;

import io.millrace.detection.model.AttentionLstm;
import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmClassifier;
import io.millrace.detection.model.LstmKernel;
import io.millrace.detection.model.WindowEstimator;
import io.millrace.detection.simd.kernel.Lanes;

/** The forward pass on the Vector API. Loads without the incubator module too, and then says that it cannot run. */
public final class SimdLstmKernel implements LstmKernel {

    private static final String MODULE = "jdk.incubator.vector";

    @Override
    public String name() {
        return "simd";
    }

    @Override
    public int preference() {
        return 200;
    }

    @Override
    public String unavailable() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return "module " + MODULE + " is not loaded: start the JVM with --add-modules " + MODULE;
        }
        // without AVX2's fused multiply-add the Vector API falls back to big decimals
        int smallest = System.getProperty("os.arch").equals("amd64") ? 8 : 4;
        if (Lanes.LENGTH < smallest) {
            return "vectors of " + Lanes.LENGTH + " floats, at least " + smallest
                    + " are needed: this processor has no AVX2";
        }
        return "";
    }

    @Override
    public Packed pack(LstmAutoencoder model) {
        return new PackedAutoencoder(model);
    }

    @Override
    public WindowEstimator.Packed pack(WindowEstimator network) {
        return network instanceof LstmClassifier classifier
                ? new PackedClassifier(classifier)
                : new PackedAttentionLstm((AttentionLstm) network);
    }

    @Override
    public DenseAutoencoder.Packed pack(DenseAutoencoder model) {
        return new PackedDenseAutoencoder(model);
    }
}
