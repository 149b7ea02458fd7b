package io.millrace.schemas.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text form of a key's bytes. */
final class Pem {

    static final String PRIVATE = "PRIVATE KEY"; // PKCS#8
    static final String PUBLIC = "PUBLIC KEY"; // X.509 SubjectPublicKeyInfo

    private static final int COLUMNS = 64;

    private Pem() {}

    static String encode(String label, byte[] bytes) {
        Base64.Encoder lines = Base64.getMimeEncoder(COLUMNS, "\n".getBytes(StandardCharsets.US_ASCII));
        return begin(label) + "\n" + lines.encodeToString(bytes) + "\n" + end(label) + "\n";
    }

    /**
     * @throws IllegalArgumentException if there is no such block; never repeats the text, which may be a private key
     */
    static byte[] decode(String label, String text) {
        int begin = text.indexOf(begin(label));
        int end = text.indexOf(end(label));
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("expected a key in PEM, `" + begin(label) + "` and what follows, found "
                    + found(text) + ": make a pair with millrace keys, or with openssl genpkey -algorithm ed25519");
        }
        try {
            return Base64.getMimeDecoder()
                    .decode(text.substring(begin + begin(label).length(), end));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("what stands between `" + begin(label) + "` and `" + end(label)
                    + "` is no Base64: copy the key again");
        }
    }

    private static String found(String text) {
        if (text.contains("PRIVATE KEY-----")) {
            return text.contains("ENCRYPTED") ? "an encrypted private key" : "a private key";
        }
        if (text.contains(begin(PUBLIC))) {
            return "a public key";
        }
        return text.isBlank() ? "nothing" : "something else";
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }

    private static String end(String label) {
        return "-----END " + label + "-----";
    }
}
