package io.millrace.detection.simd.training;

/**
 * Everything a trainer needs to go on as if it had never stopped. The arrays belong to the record and nobody writes to them.
 *
 * @param parameters weights, in the order of {@link AutoencoderShape}
 * @param mean Adam's decayed mean of the gradients, [parameters]
 * @param square Adam's decayed mean of their squares, [parameters]
 * @param iteration updates so far
 * @param epoch epochs so far
 */
public record TrainerState(
        AutoencoderShape shape, float[] parameters, float[] mean, float[] square, long iteration, int epoch) {

    public TrainerState {
        int expected = shape.parameters();
        if (parameters.length != expected || mean.length != expected || square.length != expected) {
            throw new IllegalArgumentException("a state of %s has %d parameters, found %d with %d and %d averages"
                    .formatted(shape, expected, parameters.length, mean.length, square.length));
        }
    }
}
