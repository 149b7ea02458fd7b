package io.millrace.console.job;

import java.io.IOException;
import java.util.List;

/** What the job says of itself: sizes of bundles, times, counts. Asked when somebody looks. */
@FunctionalInterface
public interface JobFigures {

    /**
     * One figure.
     *
     * @param name as in the metrics' documentation
     * @param value with its unit, for people
     */
    record Figure(String name, String value) {}

    /** @throws IOException if the job cannot be asked; says why */
    List<Figure> figures() throws IOException;
}
