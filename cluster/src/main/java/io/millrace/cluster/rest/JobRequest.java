package io.millrace.cluster.rest;

import java.util.List;
import java.util.Optional;

/**
 * How an uploaded jar is run.
 *
 * @param arguments of its main method
 * @param savepoint to begin from, all of whose state must find its operator
 */
public record JobRequest(List<String> arguments, Optional<String> savepoint) {

    public JobRequest {
        arguments = List.copyOf(arguments);
    }
}
