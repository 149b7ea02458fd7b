package io.millrace.training.network;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/**
 * Cross entropy of one probability in which each class counts by its weight. Deeplearning4j's own weights are one per output, not per class,
 * and a mask of labels that is not 0 or 1 scales the network's output as well.
 */
final class WeightedCrossEntropy extends LossBinaryXENT {

    private final double normal;
    private final double anomalous;

    WeightedCrossEntropy(ClassWeights weights) {
        this.normal = weights.normal();
        this.anomalous = weights.anomalous();
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        double sum = computeScoreArray(labels, preOutput, activation, mask)
                .sumNumber()
                .doubleValue();
        return average ? sum / labels.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        INDArray score = super.computeScoreArray(labels, preOutput, activation, mask);
        return score.mul(weights(labels).reshape(score.shape()));
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return super.computeGradient(labels, preOutput, activation, mask).mul(weights(labels));
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        return new Pair<>(
                computeScore(labels, preOutput, activation, mask, average),
                computeGradient(labels, preOutput, activation, mask));
    }

    /** [windows, 1]; labels are 0 or 1. */
    private INDArray weights(INDArray labels) {
        return labels.mul(anomalous - normal).add(normal);
    }
}
