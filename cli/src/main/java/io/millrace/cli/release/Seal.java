package io.millrace.cli.release;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.signature.ReleaseKey;
import io.millrace.schemas.signature.TrustedKeys;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Whether a release is its publisher's, whole and unchanged, as a job with these keys would see it.
 *
 * @param signer the key that signed the release as it is, null when none of those that are known did
 */
record Seal(State state, ReleaseKey signer) {

    /** How it stands. */
    enum State {
        /** There is no signature. */
        UNSIGNED,
        /** There is one, and no key to check it by: a signature does not say whose it is. */
        UNCHECKED,
        /** A known key signed it as it is. */
        VALID,
        /** No known key signed it, or it was changed afterwards. */
        INVALID,
        /** Its bytes are not those that it says it brings, signed or not. */
        ALTERED
    }

    static Seal of(ModelRelease release, TrustedKeys keys) {
        Optional<ReleaseKey> signer = keys.signerOf(release);
        return new Seal(state(release, keys, signer), signer.orElse(null));
    }

    private static State state(ModelRelease release, TrustedKeys keys, Optional<ReleaseKey> signer) {
        if (release.getArtefact() != null
                && !ArtefactCodec.sha256Hex(bytes(release)).equals(release.getSha256())) {
            return State.ALTERED;
        }
        if (release.getSignature() == null) {
            return State.UNSIGNED;
        }
        if (!keys.required()) {
            return State.UNCHECKED;
        }
        return signer.isPresent() ? State.VALID : State.INVALID;
    }

    /** A copy of the artefact's bytes, which must be inline. */
    static byte[] bytes(ModelRelease release) {
        ByteBuffer buffer = release.getArtefact().duplicate();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Why a job with these keys would not take the release as its publisher's, in a sentence; nothing when it would. */
    static Optional<String> objection(ModelRelease release, TrustedKeys keys) {
        if (Seal.of(release, keys).state() == State.ALTERED) {
            return Optional.of("the artefact's SHA-256 should be " + release.getSha256() + ", found "
                    + ArtefactCodec.sha256Hex(bytes(release)) + ": it was changed after it was released");
        }
        return keys.objection(release);
    }

    /** In a word or two, those to be alarmed about in capitals. */
    @Override
    public String toString() {
        return switch (state) {
            case UNSIGNED -> "not signed";
            case UNCHECKED -> "signed, not checked";
            case VALID -> signer.toString();
            case INVALID -> "BAD SIGNATURE";
            case ALTERED -> "BAD SHA-256";
        };
    }
}
