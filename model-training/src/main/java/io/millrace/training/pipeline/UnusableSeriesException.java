package io.millrace.training.pipeline;

/** A series that nothing can be learnt from; the message names its machine, what was expected and found, and the way out. */
public final class UnusableSeriesException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String machineId;

    public UnusableSeriesException(String machineId, String problem) {
        super("series " + machineId + " " + problem);
        this.machineId = machineId;
    }

    /** Whose series it is. */
    public String machineId() {
        return machineId;
    }
}
