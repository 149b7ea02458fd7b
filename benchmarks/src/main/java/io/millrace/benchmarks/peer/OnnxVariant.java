package io.millrace.benchmarks.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.detection.model.LstmAutoencoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime's LSTM operators, in the calling thread; input and output in buffers of their own, as its guide advises. */
public final class OnnxVariant implements Variant {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final int steps;
    private final int features;

    public OnnxVariant(LstmAutoencoder model) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            this.session = environment.createSession(OnnxGraph.autoencoder(model), options);
        }
        this.steps = model.steps();
        this.features = model.features();
    }

    @Override
    public String name() {
        return "onnxruntime";
    }

    @Override
    public Batch prepare(float[] windows, int count) throws OrtException {
        long[] shape = {count, steps, features};
        FloatBuffer in = direct(windows.length);
        in.put(windows).rewind();
        FloatBuffer out = direct(windows.length);
        OnnxTensor input = OnnxTensor.createTensor(environment, in, shape);
        OnnxTensor output = OnnxTensor.createTensor(environment, out, shape);
        var reconstruction = new float[windows.length];
        return new Batch() {
            @Override
            public float[] reconstruct() throws OrtException {
                session.run(Map.of("windows", input), Map.of("reconstruction", output))
                        .close();
                out.rewind().get(reconstruction);
                return reconstruction;
            }

            @Override
            public void close() {
                input.close();
                output.close();
            }
        };
    }

    static FloatBuffer direct(int length) {
        return ByteBuffer.allocateDirect(4 * length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failed) {
            throw new IllegalStateException("ONNX Runtime's session does not close", failed);
        }
    }
}
