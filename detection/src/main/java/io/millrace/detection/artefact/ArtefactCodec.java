package io.millrace.detection.artefact;

import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Model artefacts to bytes and back.
 *
 * <pre>
 *   4 bytes  "MLRC"
 *   4 bytes  container version, big-endian
 *   4 bytes  payload length, big-endian
 *  32 bytes  SHA-256 of the payload
 *   n bytes  payload: schemas.ModelArtefact in Avro single-object encoding, so that an older writer's artefact still decodes
 * </pre>
 */
public final class ArtefactCodec {

    /** Meaning of the artefact's fields; a newer one is refused. */
    static final int FORMAT_VERSION = 1;

    static final int HEADER_BYTES = 4 + 4 + 4 + 32;

    private static final byte[] MAGIC = {'M', 'L', 'R', 'C'};
    private static final int CONTAINER_VERSION = 1;

    private ArtefactCodec() {}

    /** Equal artefacts give equal bytes, in every JVM. */
    public static byte[] encode(ModelArtefact artefact) {
        return seal(encodeRecord(ArtefactMapping.toRecord(artefact)));
    }

    static byte[] encodeRecord(io.millrace.schemas.ModelArtefact record) {
        return RecordEncoder.of(io.millrace.schemas.ModelArtefact.class).encode(record);
    }

    static byte[] seal(byte[] payload) {
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .put(MAGIC)
                .putInt(CONTAINER_VERSION)
                .putInt(payload.length)
                .put(sha256(payload))
                .put(payload)
                .array();
    }

    /**
     * @throws BadArtefactException for foreign, cut, changed or newer bytes and for contents that contradict each other
     */
    public static ModelArtefact decode(byte[] bytes) throws BadArtefactException {
        var buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new BadArtefactException(
                    "these %d bytes are no Millrace model artefact: expected them to start with 'MLRC' and a header of %d bytes"
                            .formatted(bytes.length, HEADER_BYTES));
        }
        buffer.position(MAGIC.length);
        int container = buffer.getInt();
        if (container != CONTAINER_VERSION) {
            throw new BadArtefactException(
                    "the artefact's container has version " + container + ", this release reads version "
                            + CONTAINER_VERSION + ": upgrade Millrace, or release the model again with this one");
        }
        int length = buffer.getInt();
        var expected = new byte[32];
        buffer.get(expected);
        if (length != buffer.remaining()) {
            throw new BadArtefactException("the artefact is cut or padded: its header promises " + length
                    + " payload bytes, found " + buffer.remaining() + ": copy the file again");
        }
        byte[] payload = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
        byte[] found = sha256(payload);
        if (!Arrays.equals(expected, found)) {
            throw new BadArtefactException("the artefact was changed on its way: its SHA-256 should be " + hex(expected)
                    + ", found " + hex(found) + ": copy the file again");
        }
        return decodePayload(payload);
    }

    private static ModelArtefact decodePayload(byte[] payload) throws BadArtefactException {
        io.millrace.schemas.ModelArtefact record;
        try {
            record = RecordDecoder.of(io.millrace.schemas.ModelArtefact.class).decode(payload);
        } catch (io.millrace.schemas.codec.UndecodableRecordException e) {
            throw new BadArtefactException(e.getMessage(), e);
        }
        if (record.getFormatVersion() < 1 || record.getFormatVersion() > FORMAT_VERSION) {
            throw new BadArtefactException("model " + record.getModelId() + " has format version "
                    + record.getFormatVersion() + ", this release reads 1 to " + FORMAT_VERSION
                    + ": upgrade Millrace, or train the model with this one");
        }
        try {
            return ArtefactMapping.fromRecord(record);
        } catch (IllegalArgumentException e) {
            throw new BadArtefactException(
                    "model " + record.getModelId() + " version " + record.getVersion() + " contradicts itself: "
                            + e.getMessage(),
                    e);
        }
    }

    /** SHA-256 in lower-case hexadecimal, as model releases carry it. */
    public static String sha256Hex(byte[] bytes) {
        return hex(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
