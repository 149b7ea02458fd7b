package io.millrace.schemas.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The ten bytes in front of every encoded record: two of marker, eight of fingerprint.
 *
 * <p>Reference: Apache Avro 1.12 specification, "Single-object encoding" and "Schema Fingerprints" (CRC-64-AVRO over the
 * parsing canonical form, which leaves out doc strings and defaults).
 */
final class SingleObjectHeader {
    static final int LENGTH = 10;

    private static final byte MARKER_0 = (byte) 0xC3;
    private static final byte MARKER_1 = 0x01;
    private static final int MARKER_LENGTH = 2;

    private SingleObjectHeader() {}

    static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    static byte[] of(Schema schema) {
        return ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARKER_0)
                .put(MARKER_1)
                .putLong(fingerprint(schema))
                .array();
    }

    static boolean startsWithMarker(byte[] bytes, int offset, int length) {
        return length >= MARKER_LENGTH && bytes[offset] == MARKER_0 && bytes[offset + 1] == MARKER_1;
    }

    static long fingerprintIn(byte[] bytes, int offset) {
        long fingerprint = 0;
        for (int i = LENGTH - 1; i >= MARKER_LENGTH; i--) {
            fingerprint = fingerprint << 8 | bytes[offset + i] & 0xFF;
        }
        return fingerprint;
    }
}
