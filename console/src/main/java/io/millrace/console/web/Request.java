package io.millrace.console.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** One request and its answer. Used by one thread. */
final class Request {

    private static final int LARGEST_BODY = 16 * 1024;
    private static final int WORTH_PACKING = 4 * 1024;

    private final HttpExchange exchange;
    private final Map<String, String> parameters;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
        this.parameters = parameters(exchange.getRequestURI().getRawQuery());
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new LinkedHashMap<String, String>();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a lone percent sign names nothing that is known
        }
    }

    HttpExchange exchange() {
        return exchange;
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    boolean posts() {
        return exchange.getRequestMethod().equals("POST");
    }

    boolean gets() {
        return exchange.getRequestMethod().equals("GET")
                || exchange.getRequestMethod().equals("HEAD");
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** @throws IOException if the body is larger than anything that is asked for */
    byte[] body() throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new IOException("expected a body of at most " + LARGEST_BODY + " bytes");
        }
        return body;
    }

    void json(int status, Object value) throws IOException {
        answer(status, "application/json", Json.bytes(value));
    }

    void problem(int status, String sentence) throws IOException {
        json(status, Map.of("problem", sentence));
    }

    void answer(int status, String contentType, byte[] content) throws IOException {
        byte[] sent = content;
        exchange.getResponseHeaders().set("Content-Type", contentType);
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (content.length >= WORTH_PACKING && accepted != null && accepted.contains("gzip")) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            sent = packed(content);
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || sent.length == 0 ? -1 : sent.length);
        if (!head) {
            exchange.getResponseBody().write(sent);
        }
    }

    private static byte[] packed(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream(content.length / 4);
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    void redirect(String path) throws IOException {
        exchange.getResponseHeaders().set("Location", path);
        exchange.sendResponseHeaders(303, -1);
    }
}
