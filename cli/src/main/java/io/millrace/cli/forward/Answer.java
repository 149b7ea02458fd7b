package io.millrace.cli.forward;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a receiver said to a message.
 *
 * @param retryAfter how long it wants to be left alone, if it said so
 * @param words for people
 */
record Answer(Verdict verdict, Optional<Duration> retryAfter, String words) {

    /** What follows from an answer. */
    enum Verdict {
        /** The message is in. */
        TAKEN,
        /** Try again later. */
        BUSY,
        /** This message will never be taken; others may. */
        MESSAGE_REFUSED,
        /** No message will be taken: a wrong address or a wrong secret. */
        CALLER_REFUSED
    }

    /** By the status code; the body, which may repeat what was sent, is not looked at. */
    static Answer of(HttpResponse<?> response, Instant now) {
        int status = response.statusCode();
        return new Answer(verdict(status), retryAfter(response, now), "answers " + status);
    }

    /** Nobody answered, or not in time. */
    static Answer none(Exception failure) {
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new Answer(Verdict.BUSY, Optional.empty(), "does not answer (" + reason + ")");
    }

    private static Verdict verdict(int status) {
        if (status >= 200 && status < 300) {
            return Verdict.TAKEN;
        }
        return switch (status) {
            case 408, 425, 429 -> Verdict.BUSY;
            case 400, 413, 422 -> Verdict.MESSAGE_REFUSED;
            default -> status >= 500 ? Verdict.BUSY : Verdict.CALLER_REFUSED;
        };
    }

    /** Seconds or a date, RFC 9110; nonsense counts as nothing. */
    private static Optional<Duration> retryAfter(HttpResponse<?> response, Instant now) {
        return response.headers().firstValue("retry-after").flatMap(text -> {
            try {
                Duration wait = text.strip().chars().allMatch(Character::isDigit)
                        ? Duration.ofSeconds(Long.parseLong(text.strip()))
                        : Duration.between(
                                now, ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
                return wait.isNegative() ? Optional.empty() : Optional.of(wait);
            } catch (DateTimeParseException | NumberFormatException e) {
                return Optional.empty();
            }
        });
    }
}
