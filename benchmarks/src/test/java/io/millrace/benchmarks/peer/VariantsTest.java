package io.millrace.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmarks.SampleModels;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.ReferenceLstmKernel;
import io.millrace.detection.model.ScalarLstmKernel;
import io.millrace.detection.simd.SimdLstmKernel;
import org.junit.jupiter.api.Test;

class VariantsTest {

    private static final int COUNT = 5;
    private static final LstmAutoencoder MODEL = SampleModels.model(3, 12);

    @Test
    void everyRuntimeComputesTheSameNetwork() throws Exception {
        float[] expected = reconstruct(new OwnVariant(new ReferenceLstmKernel(), MODEL));

        assertClose(reconstruct(new OwnVariant(new SimdLstmKernel(), MODEL)), expected);
        assertClose(reconstruct(new OwnVariant(new ScalarLstmKernel(), MODEL)), expected);
        assertClose(reconstruct(new OnnxVariant(MODEL)), expected);
        assertClose(reconstruct(new Dl4jVariant(MODEL)), expected);
    }

    private static float[] reconstruct(Variant variant) throws Exception {
        try (variant;
                Variant.Batch batch = variant.prepare(SampleModels.windows(COUNT, 3), COUNT)) {
            return batch.reconstruct().clone();
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int n = 0; n < expected.length; n++) {
            assertThat(actual[n]).isCloseTo(expected[n], within(1e-5f));
        }
    }
}
