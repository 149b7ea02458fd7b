package io.millrace.detection.model;

/**
 * Two LSTM layers of the same size, one along the window and one against it; its output at a step is both outputs of that step, first
 * the one along.
 *
 * @param forward inputs → hidden
 * @param backward inputs → hidden
 */
public record BidirectionalLstm(LstmLayer forward, LstmLayer backward) {

    public BidirectionalLstm {
        if (forward.inputs() != backward.inputs() || forward.hidden() != backward.hidden()) {
            throw new IllegalArgumentException("both directions expect one size, found %d → %d and %d → %d"
                    .formatted(forward.inputs(), forward.hidden(), backward.inputs(), backward.hidden()));
        }
    }

    public int inputs() {
        return forward.inputs();
    }

    /** Twice the hidden units of a direction. */
    public int outputs() {
        return 2 * forward.hidden();
    }
}
