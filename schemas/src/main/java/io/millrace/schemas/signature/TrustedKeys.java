package io.millrace.schemas.signature;

import io.millrace.schemas.ModelRelease;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The keys whose releases are taken: several while one is exchanged for another. With none, nobody asks for signatures. Immutable.
 *
 * @param keys tried in this order
 */
public record TrustedKeys(List<ReleaseKey> keys) implements Serializable {

    public static final TrustedKeys NONE = new TrustedKeys(List.of());

    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    /** Whether a release needs a signature. */
    public boolean required() {
        return !keys.isEmpty();
    }

    /** The key that signed the release as it is, if it is one of these. */
    public Optional<ReleaseKey> signerOf(ModelRelease release) {
        return keys.stream().filter(key -> key.signed(release)).findFirst();
    }

    /** Why the release must not be taken as that of its publisher, in a sentence; nothing when it may. */
    public Optional<String> objection(ModelRelease release) {
        if (!required() || signerOf(release).isPresent()) {
            return Optional.empty();
        }
        String names = keys.stream().map(ReleaseKey::toString).collect(Collectors.joining(", "));
        return Optional.of(
                release.getSignature() == null
                        ? "the release bears no signature, expected one by " + names + ": release it with --key"
                        : "the release's signature is by none of the keys " + names
                                + ", or the release was changed after it was signed: release it again with the key's"
                                + " private half");
    }
}
