package io.millrace.benchmarks.forest;

/** A detector that watches a fleet, one reading at a time. Used by one thread. */
interface Watcher extends AutoCloseable {

    String name();

    /** Takes in and scores the reading of a machine. */
    void reading(int machine, long step) throws Exception;

    /** Scores what waits. */
    void flush() throws Exception;

    @Override
    void close();
}
