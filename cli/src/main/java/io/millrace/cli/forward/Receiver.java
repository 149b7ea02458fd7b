package io.millrace.cli.forward;

import io.millrace.schemas.Alert;
import java.net.http.HttpRequest;

/** Who is told of alerts: makes a message into the request that the receiver understands. Immutable. */
sealed interface Receiver permits Alertmanager, PagerDuty, Webhook {

    /**
     * A request that may be sent any number of times: the receiver knows by the alert's id that it is the same.
     *
     * @param alert any message of an event's life
     */
    HttpRequest request(Alert alert);

    /** For messages; shows no secret, and of the address the host alone, since a path may be one. */
    String name();
}
