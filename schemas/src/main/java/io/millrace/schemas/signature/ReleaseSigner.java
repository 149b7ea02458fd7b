package io.millrace.schemas.signature;

import io.millrace.schemas.ModelRelease;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** Signs releases with a private key. Its text never shows the key. */
public final class ReleaseSigner {

    private final PrivateKey key;

    private ReleaseSigner(PrivateKey key) {
        this.key = key;
    }

    /**
     * A new pair of keys, both in PEM.
     *
     * @param privateKey PKCS#8, not encrypted: the file's permissions protect it
     * @param publicKey X.509
     */
    public record Pair(String privateKey, String publicKey) {

        @Override
        public String toString() {
            return "Pair[publicKey=" + publicKey + "]";
        }
    }

    /** Makes a new pair. */
    public static Pair newPair() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ReleaseKey.ALGORITHM).generateKeyPair();
            return new Pair(
                    Pem.encode(Pem.PRIVATE, pair.getPrivate().getEncoded()),
                    Pem.encode(Pem.PUBLIC, pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw noEd25519(e);
        }
    }

    /**
     * From PEM.
     *
     * @throws IllegalArgumentException if that is no Ed25519 private key; says what it is, without repeating it
     */
    public static ReleaseSigner ofPem(String text) {
        byte[] encoded = Pem.decode(Pem.PRIVATE, text);
        try {
            return new ReleaseSigner(
                    KeyFactory.getInstance(ReleaseKey.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) { // its message may hold parts of the key
            throw new IllegalArgumentException(
                    "expected an Ed25519 private key, found a key of another kind: make a pair with millrace keys, or"
                            + " with openssl genpkey -algorithm ed25519");
        }
    }

    /** The release with a signature over all its other fields. */
    public ModelRelease sign(ModelRelease release) {
        try {
            Signature signature = Signature.getInstance(ReleaseKey.ALGORITHM);
            signature.initSign(key);
            signature.update(SignedContent.of(release));
            return ModelRelease.newBuilder(release)
                    .setSignature(ByteBuffer.wrap(signature.sign()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw noEd25519(e);
        }
    }

    private static IllegalStateException noEd25519(GeneralSecurityException cause) {
        return new IllegalStateException("every JDK from 15 on has Ed25519", cause);
    }
}
