package io.millrace.detection.artefact;

import io.millrace.schemas.MorphologySpec;
import io.millrace.schemas.ThresholdSpec;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Model artefacts and machines' deltas to bytes and back.
 *
 * <pre>
 *   4 bytes  "MLRC"
 *   4 bytes  container version, big-endian: 1 holds a model, 2 a delta, which a release that knows no deltas thereby refuses by name
 *   4 bytes  payload length, big-endian
 *  32 bytes  SHA-256 of the payload
 *   n bytes  payload: schemas.ModelArtefact or schemas.ModelDelta in Avro single-object encoding, so that an older writer's still decodes
 * </pre>
 */
public final class ArtefactCodec {

    /** Meaning of the artefact's fields; a newer one is refused. */
    static final int FORMAT_VERSION = 1;

    static final int HEADER_BYTES = 4 + 4 + 4 + 32;

    private static final byte[] MAGIC = {'M', 'L', 'R', 'C'};
    private static final int MODEL = 1; // container versions
    private static final int DELTA = 2;

    private ArtefactCodec() {}

    /** Equal artefacts give equal bytes, in every JVM. */
    public static byte[] encode(ModelArtefact artefact) {
        return seal(encodeRecord(ArtefactMapping.toRecord(artefact)));
    }

    /** Equal deltas give equal bytes, in every JVM. */
    public static byte[] encode(ModelDelta delta) {
        return seal(
                DELTA, RecordEncoder.of(io.millrace.schemas.ModelDelta.class).encode(DeltaMapping.toRecord(delta)));
    }

    /** Whether these bytes are those of a machine's delta, sound or not, rather than of a model. */
    public static boolean isDelta(ByteBuffer bytes) {
        ByteBuffer header = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        var magic = new byte[MAGIC.length];
        if (header.remaining() < HEADER_BYTES) {
            return false;
        }
        header.get(magic);
        return Arrays.equals(magic, MAGIC) && header.getInt() == DELTA;
    }

    /**
     * Identity of what a model computes with, in lower-case hexadecimal: the same for another calibration of its thresholds, another for
     * another training.
     */
    public static String weightsSha256(ModelArtefact artefact) {
        return hex(sha256(encodeRecord(weightsOf(artefact))));
    }

    /**
     * {@link #weightsSha256} as this build and earlier ones reckon it: it covers the encoding, of which each version of the schema makes another
     * one, and deltas keep what the build that made them found.
     */
    public static Set<String> everyWeightsSha256(ModelArtefact artefact) {
        var all = new LinkedHashSet<>(List.of(weightsSha256(artefact)));
        for (byte[] encoded :
                RecordEncoder.inEveryVersion(io.millrace.schemas.ModelArtefact.class, weightsOf(artefact))) {
            all.add(hex(sha256(encoded)));
        }
        return all;
    }

    private static io.millrace.schemas.ModelArtefact weightsOf(ModelArtefact artefact) {
        io.millrace.schemas.ModelArtefact record = ArtefactMapping.toRecord(artefact);
        record.setCreatedAtMillis(0L);
        record.setThresholds(new ThresholdSpec("", 1.0, Map.of(), 0, 1.0));
        record.setMorphology(new MorphologySpec(1, 0, 0));
        record.setCalibration(null);
        record.setProvenance(Map.of());
        return record;
    }

    static byte[] encodeRecord(io.millrace.schemas.ModelArtefact record) {
        return RecordEncoder.of(io.millrace.schemas.ModelArtefact.class).encode(record);
    }

    static byte[] seal(byte[] payload) {
        return seal(MODEL, payload);
    }

    private static byte[] seal(int container, byte[] payload) {
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .put(MAGIC)
                .putInt(container)
                .putInt(payload.length)
                .put(sha256(payload))
                .put(payload)
                .array();
    }

    /**
     * @throws BadArtefactException for foreign, cut, changed or newer bytes and for contents that contradict each other
     */
    public static ModelArtefact decode(byte[] bytes) throws BadArtefactException {
        return decodePayload(open(bytes, MODEL));
    }

    /**
     * @throws BadArtefactException as {@link #decode}
     */
    public static ModelDelta decodeDelta(byte[] bytes) throws BadArtefactException {
        byte[] payload = open(bytes, DELTA);
        io.millrace.schemas.ModelDelta record;
        try {
            record = RecordDecoder.of(io.millrace.schemas.ModelDelta.class).decode(payload);
        } catch (io.millrace.schemas.codec.UndecodableRecordException e) {
            throw new BadArtefactException(e.getMessage(), e);
        }
        requireFormat(record.getModelId(), record.getFormatVersion());
        try {
            return DeltaMapping.fromRecord(record);
        } catch (IllegalArgumentException e) {
            throw contradicts(record.getModelId(), record.getVersion(), e);
        }
    }

    private static byte[] open(byte[] bytes, int expectedContainer) throws BadArtefactException {
        var buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new BadArtefactException(
                    "these %d bytes are no Millrace model artefact: expected them to start with 'MLRC' and a header of %d bytes"
                            .formatted(bytes.length, HEADER_BYTES));
        }
        buffer.position(MAGIC.length);
        int container = buffer.getInt();
        if (container != MODEL && container != DELTA) {
            throw new BadArtefactException("the artefact's container has version " + container
                    + ", this release reads versions " + MODEL + " and " + DELTA
                    + ": upgrade Millrace, or release the model again with this one");
        }
        if (container != expectedContainer) {
            throw new BadArtefactException(
                    container == DELTA
                            ? "these bytes are one machine's delta, which is no model without its base: release it inline and for that machine alone, or name its folder in models.machines"
                            : "these bytes are a model, expected one machine's delta of a model");
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
        return payload;
    }

    private static ModelArtefact decodePayload(byte[] payload) throws BadArtefactException {
        io.millrace.schemas.ModelArtefact record;
        try {
            record = RecordDecoder.of(io.millrace.schemas.ModelArtefact.class).decode(payload);
        } catch (io.millrace.schemas.codec.UndecodableRecordException e) {
            throw new BadArtefactException(e.getMessage(), e);
        }
        requireFormat(record.getModelId(), record.getFormatVersion());
        try {
            return ArtefactMapping.fromRecord(record);
        } catch (IllegalArgumentException e) {
            throw contradicts(record.getModelId(), record.getVersion(), e);
        }
    }

    private static void requireFormat(String modelId, int formatVersion) throws BadArtefactException {
        if (formatVersion < 1 || formatVersion > FORMAT_VERSION) {
            throw new BadArtefactException("model " + modelId + " has format version " + formatVersion
                    + ", this release reads 1 to " + FORMAT_VERSION
                    + ": upgrade Millrace, or train the model with this one");
        }
    }

    private static BadArtefactException contradicts(String modelId, long version, IllegalArgumentException e) {
        return new BadArtefactException(
                "model " + modelId + " version " + version + " contradicts itself: " + e.getMessage(), e);
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
