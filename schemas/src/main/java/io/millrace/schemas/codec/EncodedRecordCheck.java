package io.millrace.schemas.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;

/**
 * Walks one encoded record by its writer's schema and refuses it where the bytes break Avro's binary encoding, before a
 * decoder allocates anything for it.
 *
 * <p>Avro's decoder believes a declared length and asks for that much memory; a single flipped bit can cost gigabytes,
 * and a crafted nesting the stack. After this check a length is never larger than the bytes that are there, nesting is
 * at most {@value #MAX_DEPTH} records deep, strings are UTF-8, indices name a branch or symbol, and the last byte of the
 * record is the last byte given. What decoding then needs is a constant factor of the record's own size.
 *
 * <p>One per decoder, not thread-safe. Time linear in the bytes, no memory.
 */
final class EncodedRecordCheck {
    static final int MAX_DEPTH = 32;

    private static final int MAX_INT_BYTES = 5;
    private static final int MAX_LONG_BYTES = 10;

    private final String recordName;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private byte[] bytes;
    private int start;
    private int position;
    private int end;
    private String field;

    EncodedRecordCheck(String recordName) {
        this.recordName = recordName;
    }

    /** Passes if {@code bytes[from, to)} is exactly one record of the schema; the array is neither kept nor changed. */
    void check(Schema writer, byte[] record, int from, int to) throws UndecodableRecordException {
        bytes = record;
        start = from;
        position = from;
        end = to;
        field = "";
        try {
            walk(writer, 0);
            if (position != end) {
                throw new UndecodableRecordException(
                        recordName,
                        "expected its end after " + (position - start) + " bytes of content, found " + remaining()
                                + " more; write one record per message");
            }
        } finally {
            bytes = null;
        }
    }

    private void walk(Schema schema, int depth) throws UndecodableRecordException {
        switch (schema.getType()) {
            case RECORD -> walkFields(schema, depth + 1);
            case ARRAY -> walkBlocks(schema.getElementType(), false, depth);
            case MAP -> walkBlocks(schema.getValueType(), true, depth);
            case UNION -> walk(schema.getTypes().get(index(schema.getTypes().size(), "branches")), depth);
            case ENUM -> index(schema.getEnumSymbols().size(), "symbols");
            case STRING -> walkString();
            case BYTES -> skip(readLong(MAX_LONG_BYTES), "bytes");
            case FIXED -> skip(schema.getFixedSize(), "bytes");
            case INT -> readInt();
            case LONG -> readLong(MAX_LONG_BYTES);
            case FLOAT -> skip(Float.BYTES, "bytes of a float");
            case DOUBLE -> skip(Double.BYTES, "bytes of a double");
            case BOOLEAN -> walkBoolean();
            case NULL -> {}
        }
    }

    private void walkFields(Schema schema, int depth) throws UndecodableRecordException {
        if (depth > MAX_DEPTH) {
            throw malformed("at most " + MAX_DEPTH + " records within each other", "more");
        }
        for (Schema.Field each : schema.getFields()) {
            field = each.name();
            walk(each.schema(), depth);
        }
    }

    /** Arrays and maps: blocks of items, each block behind its count, a block of no items at the end. */
    private void walkBlocks(Schema item, boolean keyed, int depth) throws UndecodableRecordException {
        String container = field;
        for (long count = blockCount(); count != 0; count = blockCount()) {
            for (long i = 0; i < count; i++) {
                if (keyed) {
                    walkString();
                }
                walk(item, depth);
                field = container;
            }
        }
    }

    private long blockCount() throws UndecodableRecordException {
        long count = readLong(MAX_LONG_BYTES);
        if (count < 0) {
            // A negative count is followed by the block's size in bytes, for readers that skip it.
            long size = readLong(MAX_LONG_BYTES);
            if (size < 0 || size > remaining()) {
                throw malformed("a block of at most the " + remaining() + " bytes that remain", size + " bytes");
            }
            count = -count;
        }
        // Every item takes a byte or more, so a larger count cannot be honest. (-Long.MIN_VALUE is still negative.)
        if (count < 0 || count > remaining()) {
            throw malformed("at most as many items as the " + remaining() + " bytes that remain", count + " items");
        }
        return count;
    }

    private void walkString() throws UndecodableRecordException {
        long length = readLong(MAX_LONG_BYTES);
        int from = position;
        skip(length, "bytes of a string");
        for (int i = from; i < position; i++) {
            if (bytes[i] < 0) {
                requireUtf8(from, position);
                return;
            }
        }
    }

    private void requireUtf8(int from, int to) throws UndecodableRecordException {
        try {
            utf8.decode(ByteBuffer.wrap(bytes, from, to - from));
        } catch (CharacterCodingException e) {
            throw malformed("UTF-8", "a string of other bytes");
        }
    }

    private void walkBoolean() throws UndecodableRecordException {
        skip(1, "bytes of a boolean");
        byte value = bytes[position - 1];
        if (value != 0 && value != 1) {
            throw malformed("a boolean of 0 or 1", String.valueOf(value));
        }
    }

    private int index(int size, String what) throws UndecodableRecordException {
        int index = readInt();
        if (index < 0 || index >= size) {
            throw malformed("one of " + size + " " + what, "number " + index);
        }
        return index;
    }

    private int readInt() throws UndecodableRecordException {
        long value = readLong(MAX_INT_BYTES);
        if (value != (int) value) {
            throw malformed("a number of 32 bits", String.valueOf(value));
        }
        return (int) value;
    }

    /** A zigzag-coded number in groups of seven bits, least significant first. */
    private long readLong(int maxBytes) throws UndecodableRecordException {
        long zigzag = 0;
        for (int i = 0; i < maxBytes; i++) {
            if (position == end) {
                throw malformed("a number", "the end of the bytes");
            }
            byte group = bytes[position++];
            zigzag |= (group & 0x7FL) << (7 * i);
            if (group >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw malformed("a number of at most " + maxBytes + " bytes", "a longer one");
    }

    private void skip(long length, String what) throws UndecodableRecordException {
        if (length < 0 || length > remaining()) {
            throw malformed(length + " " + what, "only " + remaining() + " bytes before the end");
        }
        position += (int) length;
    }

    private int remaining() {
        return end - position;
    }

    private UndecodableRecordException malformed(String expected, String found) {
        return new UndecodableRecordException(
                recordName,
                "expected " + expected + " in field " + field + " near byte " + (position - start)
                        + " of the content, found " + found
                        + "; the bytes are damaged or were written with another schema than their fingerprint says");
    }
}
