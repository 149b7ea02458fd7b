package io.millrace.cli.forward;

import io.millrace.schemas.Alert;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Brings one message after the other to a receiver, as often as it takes. One per run, not thread-safe. */
final class Courier {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** What became of a message. */
    enum Outcome {
        DELIVERED,
        /** The receiver will never take this one. */
        REFUSED,
        /** Somebody else has to deliver it now, or nobody: waiting was broken off. */
        LEFT
    }

    /** Lets time pass between two tries. */
    @FunctionalInterface
    interface Waiting {

        /** @return whether the message is still ours to deliver */
        boolean pass(Duration time) throws InterruptedException;
    }

    private final Receiver receiver;
    private final BackOff backOff;
    private final Tally tally;
    private final Consumer<String> complaints;
    private final RandomGenerator random = RandomGenerator.getDefault();
    // No redirects: they would carry secrets to somebody else.
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param complaints takes sentences about tries that failed, the first of each message */
    Courier(Receiver receiver, BackOff backOff, Tally tally, Consumer<String> complaints) {
        this.receiver = receiver;
        this.backOff = backOff;
        this.tally = tally;
        this.complaints = complaints;
    }

    /**
     * Delivers a message, however long that takes.
     *
     * @throws RefusedException if the receiver takes nothing from us at all
     */
    Outcome deliver(Alert alert, Waiting waiting) throws InterruptedException {
        for (int failures = 0; ; ) {
            Answer answer = send(alert);
            switch (answer.verdict()) {
                case TAKEN -> {
                    return Outcome.DELIVERED;
                }
                case MESSAGE_REFUSED -> {
                    complaints.accept(receiver.name() + " " + answer.words() + " to alert " + alert.getAlertId() + "-"
                            + alert.getUpdateSequence() + ": it is passed over");
                    return Outcome.REFUSED;
                }
                case CALLER_REFUSED ->
                    throw new RefusedException(
                            receiver.name() + " " + answer.words()
                                    + ": check the address and the secret; nothing is lost, start again and it goes on from here");
                case BUSY -> {
                    failures++;
                    tally.retries++;
                    Duration wait = backOff.after(failures, answer.retryAfter(), random);
                    if (failures == 1) {
                        complaints.accept(receiver.name() + " " + answer.words() + ": trying again");
                    }
                    if (!waiting.pass(wait)) {
                        return Outcome.LEFT;
                    }
                }
            }
        }
    }

    private Answer send(Alert alert) throws InterruptedException {
        try {
            return Answer.of(http.send(receiver.request(alert), BodyHandlers.discarding()), Instant.now());
        } catch (IOException e) {
            return Answer.none(e);
        }
    }
}
