package io.millrace.job.operator;

import java.util.List;

/** A release that must not serve; the message holds every violation found. */
final class RefusedModelException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    RefusedModelException(List<String> violations) {
        this(violations, false);
    }

    /**
     * @param passing whether the release may be sound, and only its artefact cannot be had now
     */
    RefusedModelException(List<String> violations, boolean passing) {
        super(String.join("; ", violations));
        this.passing = passing;
    }

    boolean isPassing() {
        return passing;
    }
}
