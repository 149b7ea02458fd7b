package io.millrace.schemas.signature;

import io.millrace.schemas.ModelRelease;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * A public key that checks signatures. Immutable.
 *
 * @param name what people call it, such as its file's name
 * @param encoded X.509 form; of Ed25519, 44 bytes
 */
public record ReleaseKey(String name, byte[] encoded) implements Serializable {

    static final String ALGORITHM = "Ed25519";

    private static final int FINGERPRINT_BYTES = 8;

    /**
     * @throws IllegalArgumentException if these are not the bytes of an Ed25519 key
     */
    public ReleaseKey {
        encoded = encoded.clone();
        decode(encoded);
    }

    /**
     * From PEM.
     *
     * @throws IllegalArgumentException if that is no Ed25519 public key; says what it is, without repeating it
     */
    public static ReleaseKey ofPem(String name, String text) {
        return new ReleaseKey(name, Pem.decode(Pem.PUBLIC, text));
    }

    public String toPem() {
        return Pem.encode(Pem.PUBLIC, encoded);
    }

    /** The first 16 hexadecimal digits of the SHA-256 of its X.509 form: enough to tell a handful of keys apart. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded);
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether the release bears a signature that this key's private half made over it as it is. */
    public boolean signed(ModelRelease release) {
        if (release.getSignature() == null) {
            return false;
        }
        ByteBuffer buffer = release.getSignature().duplicate();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(decode(encoded));
            check.update(SignedContent.of(release));
            return check.verify(bytes);
        } catch (SignatureException e) {
            return false; // bytes that are no signature at all
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
        }
    }

    private static PublicKey decode(byte[] encoded) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "expected an Ed25519 public key, found a key of another kind: make a pair with millrace keys, or with"
                            + " openssl genpkey -algorithm ed25519",
                    e);
        }
    }

    /** By name and fingerprint, as messages call it. */
    @Override
    public String toString() {
        return name + " (" + fingerprint() + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReleaseKey
                && name.equals(((ReleaseKey) other).name)
                && MessageDigest.isEqual(encoded, ((ReleaseKey) other).encoded);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
