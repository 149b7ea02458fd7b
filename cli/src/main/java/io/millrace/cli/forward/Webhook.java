package io.millrace.cli.forward;

import io.millrace.job.sink.RecordJson;
import io.millrace.schemas.Alert;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Locale;

/**
 * Any service that takes a POST: the alert as the job's own JSON, with the headers of a CloudEvent.
 *
 * <p>References: CloudEvents 1.0.2, HTTP Protocol Binding, "Binary Content Mode"; the header {@code Idempotency-Key} as in
 * draft-ietf-httpapi-idempotency-key-header.
 */
record Webhook(Address address) implements Receiver {

    @Override
    public HttpRequest request(Alert alert) {
        String id = alert.getAlertId() + "-" + alert.getUpdateSequence();
        return address.post(new RecordJson().write(alert))
                .header("ce-specversion", "1.0")
                .header("ce-id", id)
                .header("ce-source", "urn:io.millrace:forward")
                .header(
                        "ce-type",
                        "io.millrace.alert." + alert.getStatus().name().toLowerCase(Locale.ROOT))
                .header(
                        "ce-time",
                        Instant.ofEpochMilli(alert.getObservedAtMillis()).toString())
                .header("idempotency-key", id)
                .build();
    }

    @Override
    public String name() {
        return "webhook at " + address;
    }
}
