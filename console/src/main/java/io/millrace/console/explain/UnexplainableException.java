package io.millrace.console.explain;

/** There is no window to explain; the message says why, for people. */
public final class UnexplainableException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnexplainableException(String why) {
        super(why);
    }
}
