package io.millrace.cli;

/** What the process's exit code says; the same for every command. */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;

    /** Something failed on the way; the message says what, the log has the details. */
    public static final int FAILURE = 1;

    /** The command line cannot be understood. */
    public static final int USAGE = 2;

    /** A file or value that was given cannot be used. */
    public static final int BAD_INPUT = 3;

    /** A job refused a release; what served before serves on. */
    public static final int REFUSED = 4;

    /** No job answered to a release in time. */
    public static final int NO_ANSWER = 5;

    /** Ended from outside, by Ctrl-C: what shells report for it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
