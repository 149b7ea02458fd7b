package io.millrace.training.evaluate;

/** Ways to rank the sensors of an event by how suspect they are. */
public enum Ranking {
    /** By lot: the expected value, not a draw. */
    RANDOM("random"),
    /** Share of the error over all windows of the event, weighted by their scores. */
    EVENT_ERROR("error, whole event"),
    /** Share of the error in the window with the event's highest score, as an alert has it. */
    PEAK_ERROR("error, peak window"),
    /** Shapley values of the same window. */
    SHAPLEY("Shapley values, peak window"),
    /** Coefficients of the linear surrogate of the same window. */
    SURROGATE("surrogate, peak window");

    private final String label;

    Ranking(String label) {
        this.label = label;
    }

    /** For tables. */
    public String label() {
        return label;
    }
}
