package io.millrace.job.operator;

import java.util.List;

/** A release that must not serve; the message holds every violation found. */
final class RefusedModelException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedModelException(List<String> violations) {
        super(String.join("; ", violations));
    }
}
