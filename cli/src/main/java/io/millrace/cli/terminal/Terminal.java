package io.millrace.cli.terminal;

import java.io.PrintStream;

/**
 * Where a command speaks: results on standard output, one at a time and whole; a status line that comes and goes on
 * standard error, only when that is a terminal.
 *
 * <p>Java cannot ask which of its streams is a terminal: the launcher says so by system property. Safe to use from several
 * threads.
 */
public final class Terminal {

    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final int DEFAULT_COLUMNS = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colour;
    private final boolean interactive;
    private final int columns;
    private String status = "";

    /**
     * @param colour whether styles show
     * @param interactive whether the status line shows
     * @param columns width of the status line
     */
    public Terminal(PrintStream out, PrintStream err, boolean colour, boolean interactive, int columns) {
        this.out = out;
        this.err = err;
        this.colour = colour;
        this.interactive = interactive;
        this.columns = columns;
    }

    /** The process's own streams, as the launcher found them. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.out,
                System.err,
                Boolean.getBoolean("millrace.terminal.out") && System.getenv("NO_COLOR") == null,
                Boolean.getBoolean("millrace.terminal.err"),
                Integer.getInteger("millrace.terminal.columns", DEFAULT_COLUMNS));
    }

    /** Plain text without status line: for tests and pipes. */
    public static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(out, err, false, false, DEFAULT_COLUMNS);
    }

    /** Prints a line of result. */
    public synchronized void line(String text) {
        hideStatus();
        out.println(text);
        out.flush();
        showStatus();
    }

    /** An empty line. */
    public void line() {
        line("");
    }

    /** Prints a line that is no result: what the command is doing, or what is wrong. */
    public synchronized void note(String text) {
        hideStatus();
        err.println(text);
        err.flush();
        showStatus();
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** The text in its style, or as it is where colour would only be noise. */
    public String styled(Style style, String text) {
        return colour ? style.paint(text) : text;
    }

    /** Whether somebody watches: status lines show. */
    public boolean interactive() {
        return interactive;
    }

    public int columns() {
        return columns;
    }

    /** Replaces the status line; an empty text removes it. */
    synchronized void status(String text) {
        if (interactive) {
            hideStatus();
            status = text;
            showStatus();
        }
    }

    private void hideStatus() {
        if (!status.isEmpty()) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }

    private void showStatus() {
        if (!status.isEmpty()) {
            err.print(status);
            err.flush();
        }
    }
}
