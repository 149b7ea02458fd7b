package io.millrace.training.network;

import java.util.List;

/**
 * Shape of a dense autoencoder.
 *
 * @param steps window length in rows, ≥ 1; 1 looks at each row by itself
 * @param widths units of the layers between input and output, each ≥ 1
 */
public record DenseShape(int steps, List<Integer> widths) {

    /** Windows of 60 rows, flattened. */
    public static final DenseShape DEFAULT = new DenseShape(60, List.of(128, 64, 32, 16, 32, 64, 128));

    public DenseShape {
        if (steps < 1) {
            throw new IllegalArgumentException("steps: expected 1 or more, found " + steps);
        }
        widths = List.copyOf(widths);
        if (widths.isEmpty() || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("layer widths: expected one or more of 1 or more, found " + widths);
        }
    }

    public DenseShape withSteps(int value) {
        return new DenseShape(value, widths);
    }
}
