package io.millrace.benchmarks.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/** A large single-precision matrix product: what this machine can do at best. By ONNX Runtime, the second factor packed in advance. */
public final class MatrixProduct implements AutoCloseable {

    private static final int SIZE = 768;

    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;

    /** @param threads that one product is spread over */
    public MatrixProduct(int threads) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            this.session = environment.createSession(OnnxGraph.product(SIZE), options);
        }
        long[] shape = {SIZE, SIZE};
        FloatBuffer a = OnnxVariant.direct(SIZE * SIZE);
        for (int n = 0; n < SIZE * SIZE; n++) {
            a.put(n, (n % 13 - 6) / 6f);
        }
        this.input = OnnxTensor.createTensor(environment, a, shape);
        this.output = OnnxTensor.createTensor(environment, OnnxVariant.direct(SIZE * SIZE), shape);
    }

    /** Floating-point operations of one run. */
    public static double operations() {
        return 2.0 * SIZE * SIZE * SIZE;
    }

    public void run() throws OrtException {
        session.run(Map.of("a", input), Map.of("c", output)).close();
    }

    @Override
    public void close() throws OrtException {
        input.close();
        output.close();
        session.close();
    }
}
