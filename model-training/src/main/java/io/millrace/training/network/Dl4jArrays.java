package io.millrace.training.network;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The way of windows to Deeplearning4j, and of its weights to ours: it keeps matrices by columns. */
final class Dl4jArrays {

    private Dl4jArrays() {}

    static float[] rowMajor(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    /** @param windows [count × steps × features], row-major; becomes [count, features, steps] */
    static INDArray channelsFirst(float[] windows, int count, int steps, int features) {
        return Nd4j.create(windows, new long[] {count, steps, features}, 'c')
                .permute(0, 2, 1)
                .dup('c');
    }

    static DenseLayer dense(org.deeplearning4j.nn.api.Layer layer) {
        INDArray weights = layer.getParam("W");
        return new DenseLayer(
                (int) weights.size(0), (int) weights.size(1), rowMajor(weights), rowMajor(layer.getParam("b")));
    }

    /**
     * @param prefix before the parameters' names: empty, or {@code f} and {@code b} for the two directions
     */
    static LstmLayer lstm(org.deeplearning4j.nn.api.Layer layer, String prefix) {
        INDArray input = layer.getParam(prefix + "W");
        return new LstmLayer(
                (int) input.size(0),
                (int) input.size(1) / 4,
                rowMajor(input),
                rowMajor(layer.getParam(prefix + "RW")),
                rowMajor(layer.getParam(prefix + "b")));
    }
}
