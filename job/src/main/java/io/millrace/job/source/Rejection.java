package io.millrace.job.source;

import io.millrace.schemas.RejectReason;

/** A record is no reading. Thrown once per bad record, so it carries no stack trace; ends in a dead letter. */
final class Rejection extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;

    Rejection(RejectReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    static Rejection undecodable(String detail) {
        return new Rejection(RejectReason.UNDECODABLE, detail);
    }

    RejectReason reason() {
        return reason;
    }
}
