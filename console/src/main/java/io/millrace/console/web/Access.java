package io.millrace.console.web;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may look. On the loopback interface everybody on this machine; a page of another site is kept out by the names that a request gives:
 * its Host must be this machine's, and what changes something must come from this console's own page. With a token only who has shown it,
 * as a bearer or, in a browser, by a cookie that holds a keyed hash of it. Immutable.
 */
public final class Access {

    static final String COOKIE = "millrace_console";

    /** 16 letters and digits drawn at random cannot be guessed over a network. */
    public static final int SHORTEST_TOKEN = 16;

    private final Optional<String> token;
    private final boolean loopback;

    private Access(Optional<String> token, boolean loopback) {
        this.token = token;
        this.loopback = loopback;
    }

    /**
     * @throws IllegalArgumentException for an address that others reach without a token, and for a short token
     */
    public static Access of(InetAddress bind, Optional<String> token) {
        if (token.isEmpty() && !bind.isLoopbackAddress()) {
            throw new IllegalArgumentException("whoever reaches " + bind.getHostAddress()
                    + " could see the plant and judge alerts: give a file with a token of " + SHORTEST_TOKEN
                    + " characters or more with --token-file, or leave --bind at the loopback address");
        }
        if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException("the token has " + token.get().length() + " characters, expected "
                    + SHORTEST_TOKEN + " or more: make one with `openssl rand -hex 16`");
        }
        return new Access(token, bind.isLoopbackAddress());
    }

    boolean needsToken() {
        return token.isPresent();
    }

    /** Whether the request may see what the console shows. */
    boolean mayRead(Headers request) {
        if (token.isEmpty()) {
            return fromHere(request);
        }
        String bearer = request.getFirst("Authorization");
        if (bearer != null && bearer.startsWith("Bearer ") && isToken(bearer.substring("Bearer ".length()))) {
            return true;
        }
        return cookie(request).filter(value -> same(value, cookieValue())).isPresent();
    }

    /** Whether the request may change something, given that it may read. */
    boolean mayWrite(Headers request) {
        String origin = request.getFirst("Origin");
        String host = request.getFirst("Host");
        String contentType = request.getFirst("Content-Type");
        boolean ownPage = origin == null || host != null && host.equalsIgnoreCase(authority(origin));
        return ownPage && contentType != null && contentType.startsWith("application/json");
    }

    boolean isToken(String shown) {
        return token.isPresent() && same(shown, token.get());
    }

    /** What the cookie of a browser that has shown the token holds. It says nothing of the token. */
    String cookieValue() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.orElseThrow().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(COOKIE.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /** A site whose name was made to point here (DNS rebinding) still gives its own name. */
    private boolean fromHere(Headers request) {
        String host = request.getFirst("Host");
        return !loopback || host != null && host.matches("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
    }

    private static Optional<String> cookie(Headers request) {
        for (String header : request.getOrDefault("Cookie", List.of())) {
            for (String pair : header.split(";")) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2 && parts[0].equals(COOKIE)) {
                    return Optional.of(parts[1]);
                }
            }
        }
        return Optional.empty();
    }

    private static String authority(String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean same(String left, String right) {
        return MessageDigest.isEqual(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
