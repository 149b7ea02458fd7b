package io.millrace.cli.forward;

import io.millrace.cli.BadInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;

/**
 * Where requests go and what they show at the door. Its text is the host alone.
 *
 * @param url http or https
 * @param secret bearer token, if the receiver asks for one
 * @param timeout how long an answer may take
 */
record Address(URI url, Optional<Secret> secret, Duration timeout) {

    static URI url(String text) {
        try {
            URI url = new URI(text.strip());
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw refused(e); // its message would show the address
        }
        throw refused(null);
    }

    private static BadInputException refused(Exception cause) {
        return new BadInputException(
                "--url (or MILLRACE_FORWARD_URL) is no address: expected http://HOST[:PORT][/PATH] or https://…",
                cause);
    }

    /** The address with a path behind its own. */
    Address at(String path) {
        String base = url.toString().replaceFirst("/+$", "");
        return new Address(URI.create(base + path), secret, timeout);
    }

    /** A POST of JSON. */
    HttpRequest.Builder post(byte[] json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("content-type", "application/json")
                .header("user-agent", "millrace-forward")
                .POST(BodyPublishers.ofByteArray(json));
        secret.ifPresent(token -> request.header("authorization", "Bearer " + token.reveal()));
        return request;
    }

    @Override
    public String toString() {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
