package io.millrace.schemas.signature;

import io.millrace.schemas.ModelRelease;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a release that are signed. Every field counts but the signature itself; the artefact counts by its SHA-256, which whoever
 * takes a release in must have compared with the bytes, inline or fetched.
 *
 * <pre>
 *   text     "millrace-release-1"
 *   text     modelId
 *   number   version
 *   text     action, its symbol
 *   number   supersedes
 *   number   how many machine patterns, then each as text
 *   text     artefactUri
 *   text     sha256
 *   number   releasedAtMillis
 *   text     notes
 *
 *   number = 8 bytes, big-endian · text = number of its UTF-8 bytes (-1 for null), then these
 * </pre>
 */
final class SignedContent {

    /** Tells these signatures from any other use of the same key; changes whenever a field is added. */
    private static final String FORM = "millrace-release-1";

    private SignedContent() {}

    static byte[] of(ModelRelease release) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            text(FORM, out);
            text(release.getModelId(), out);
            out.writeLong(release.getVersion());
            text(release.getAction().name(), out);
            out.writeLong(release.getSupersedes());
            out.writeLong(release.getMachinePatterns().size());
            for (String pattern : release.getMachinePatterns()) {
                text(pattern, out);
            }
            text(release.getArtefactUri(), out);
            text(release.getSha256(), out);
            out.writeLong(release.getReleasedAtMillis());
            text(release.getNotes(), out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        if (text == null) {
            out.writeLong(-1);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeLong(utf8.length);
        out.write(utf8);
    }
}
